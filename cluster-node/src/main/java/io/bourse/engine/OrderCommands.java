package io.bourse.engine;

/** The commands about orders: find, check by the ladder, then execute. */
final class OrderCommands {
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OpenOrders orders;
    private final OrderLadder ladder;
    private final Matcher matcher;

    OrderCommands(
        final Ledger ledger, final InstrumentTable instruments, final OpenOrders orders, final OrderLadder ladder,
        final Matcher matcher) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.ladder = ladder;
        this.matcher = matcher;
    }

    RejectReason enter(
        final long accountId, final OrderRequest request, final long timestampNs, final CommandResult result) {
        result.orderStatus = OrderStatus.REJECTED.code();
        echo(request, result);
        final Instrument instrument = instruments.get(request.instrumentId);
        final Account account = ledger.account(accountId);
        final RejectReason reason = ladder.check(request, instrument, account);
        if (reason != null) {
            return reason;
        }
        final Order order = take(request, instrument, account, Side.of(request.side), timestampNs);
        matcher.enter(order, ladder.limitTicks(), ladder.lockAmount(), result);
        return null;
    }

    RejectReason cancel(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3,
        final CommandResult result) {
        if (!isName(orderId, word0, word1, word2, word3)) {
            return RejectReason.MALFORMED;
        }
        result.clientOrderId0 = word0;
        result.clientOrderId1 = word1;
        result.clientOrderId2 = word2;
        result.clientOrderId3 = word3;
        if (accountId != 0 && ledger.account(accountId) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final Order order = find(accountId, orderId, word0, word1, word2, word3);
        if (order == null) {
            return RejectReason.UNKNOWN_ORDER;
        }
        matcher.cancel(order, CloseReason.REQUESTED);
        Matcher.describe(order, OrderStatus.CANCELLED, result);
        return null;
    }

    /** The new order is let in, or refused, before the original is touched: both happen or neither. */
    RejectReason replace(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3,
        final OrderRequest request, final long timestampNs, final CommandResult result) {
        result.orderStatus = OrderStatus.REJECTED.code();
        echo(request, result);
        if (!isName(orderId, word0, word1, word2, word3) || !isClientOrderId(request)) {
            return RejectReason.MALFORMED;
        }
        if (ledger.account(accountId) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final Order original = find(accountId, orderId, word0, word1, word2, word3);
        if (original == null) {
            return RejectReason.UNKNOWN_ORDER;
        }
        final RejectReason reason = ladder.checkReplace(request, original);
        if (reason != null) {
            return reason;
        }
        final Order order = take(request, original.instrument, original.account, original.side, timestampNs);
        matcher.cancel(original, CloseReason.REPLACED);
        matcher.enter(order, ladder.limitTicks(), ladder.lockAmount(), result);
        return null;
    }

    /** An open order of an account, or, for the operator (0), of anybody; by client order id when the order id is 0. */
    Order find(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3) {
        if (orderId == 0) {
            final Account account = ledger.account(accountId);
            return account == null ? null : orders.get(account, word0, word1, word2, word3);
        }
        final Order order = orders.get(orderId);
        return order != null && (accountId == 0 || order.account.accountId == accountId) ? order : null;
    }

    /** The account's open order with the lowest id above this one. */
    Order next(final long accountId, final int instrumentId, final long afterOrderId) {
        final Account account = ledger.account(accountId);
        if (account == null) {
            return null;
        }
        // Readers go on from an order that is mostly still open: then its link is the answer.
        final Order after = orders.get(afterOrderId);
        Order order = after != null && after.account == account ? after.nextOfAccount : account.firstOrder;
        while (order != null &&
            (order.orderId <= afterOrderId || instrumentId != 0 && order.instrument.instrumentId != instrumentId)) {
            order = order.nextOfAccount;
        }
        return order;
    }

    private static boolean isName(
        final long orderId, final long word0, final long word1, final long word2, final long word3) {
        return orderId >= 0 && PackedText.isText(word0, word1, word2, word3) &&
            (orderId | word0 | word1 | word2 | word3) != 0;
    }

    private static boolean isClientOrderId(final OrderRequest request) {
        return PackedText.isText(
            request.clientOrderId0, request.clientOrderId1, request.clientOrderId2, request.clientOrderId3);
    }

    /** Echoes the client order id, unless it is not a text: consumers must never meet one that cannot be unpacked. */
    private static void echo(final OrderRequest request, final CommandResult result) {
        if (isClientOrderId(request)) {
            result.clientOrderId0 = request.clientOrderId0;
            result.clientOrderId1 = request.clientOrderId1;
            result.clientOrderId2 = request.clientOrderId2;
            result.clientOrderId3 = request.clientOrderId3;
        }
    }

    private Order take(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side,
        final long timestampNs) {
        final Order order = orders.take();
        order.instrument = instrument;
        order.account = account;
        order.side = side;
        order.orderType = OrderType.of(request.orderType);
        order.timeInForce = TimeInForce.of(request.timeInForce);
        order.priceTicks = request.priceTicks;
        order.quantityLots = request.quantityLots;
        order.quoteAmount = request.quoteAmount;
        order.timestampNs = timestampNs;
        order.sessionId = request.sessionId;
        order.selfTradePrevention = SelfTradePrevention.of(request.selfTradePrevention);
        order.cancelOnDisconnect = request.cancelOnDisconnect;
        order.clientOrderId0 = request.clientOrderId0;
        order.clientOrderId1 = request.clientOrderId1;
        order.clientOrderId2 = request.clientOrderId2;
        order.clientOrderId3 = request.clientOrderId3;
        return order;
    }
}
