package io.bourse.engine;

/** The commands about orders: find, check by the ladder, then execute. */
final class OrderCommands {
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OpenOrders orders;
    private final RememberedOrders remembered;
    private final OrderLadder ladder;
    private final Amendments amendments;
    private final OrderEnds ends;
    private final Matcher matcher;

    OrderCommands(
        final Ledger ledger, final InstrumentTable instruments, final OpenOrders orders, final RememberedOrders remembered,
        final OrderLadder ladder, final Amendments amendments, final OrderEnds ends, final Matcher matcher) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.remembered = remembered;
        this.ladder = ladder;
        this.amendments = amendments;
        this.ends = ends;
        this.matcher = matcher;
    }

    RejectReason enter(
        final long accountId, final OrderRequest request, final long timestampNs, final CommandResult result) {
        result.orderStatus = OrderStatus.REJECTED.code();
        if (!isClientOrderId(request)) {
            // Not echoed: consumers must never meet an id that cannot be unpacked.
            return RejectReason.MALFORMED;
        }
        echo(request, result);
        final Instrument instrument = instruments.get(request.instrumentId);
        final Account account = ledger.account(accountId);
        boolean idTaken = false;
        long content = 0;
        if (account != null && hasClientOrderId(request)) {
            content = RequestContent.of(request);
            final Order open = openOrder(account, request);
            final RememberedOrder ended = open == null ? rememberedOrder(account, request) : null;
            if (isRepeat(open, ended, content, result)) {
                return null;
            }
            idTaken = open != null || ended != null;
        }
        final RejectReason reason = ladder.check(request, instrument, account, idTaken);
        if (reason == null) {
            enter(request, instrument, account, Side.of(request.side), content, timestampNs, result);
        }
        return reason;
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
        final int slot = find(accountId, orderId, word0, word1, word2, word3);
        if (slot == OrderSlots.NONE) {
            return RejectReason.UNKNOWN_ORDER;
        }
        final Order order = orders.order(slot);
        ends.cancel(order, CloseReason.REQUESTED);
        Matcher.describe(order, OrderStatus.CANCELLED, result);
        return null;
    }

    RejectReason amend(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3,
        final long priceTicks, final long quantityLots, final CommandResult result) {
        if (!isName(orderId, word0, word1, word2, word3)) {
            return RejectReason.MALFORMED;
        }
        result.clientOrderId0 = word0;
        result.clientOrderId1 = word1;
        result.clientOrderId2 = word2;
        result.clientOrderId3 = word3;
        if (ledger.account(accountId) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final int slot = find(accountId, orderId, word0, word1, word2, word3);
        return slot == OrderSlots.NONE
            ? RejectReason.UNKNOWN_ORDER : amendments.amend(orders.order(slot), priceTicks, quantityLots, result);
    }

    /** The new order is let in, or refused, before the original is touched. */
    RejectReason replace(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3,
        final OrderRequest request, final int mode, final long timestampNs, final CommandResult result) {
        result.orderStatus = OrderStatus.REJECTED.code();
        if (isClientOrderId(request)) {
            echo(request, result);
        }
        if (!isName(orderId, word0, word1, word2, word3) || !isClientOrderId(request)) {
            return RejectReason.MALFORMED;
        }
        if (mode != Engine.REPLACE_ATOMIC && mode != Engine.REPLACE_CANCEL_REGARDLESS) {
            return RejectReason.INVALID_SETTING;
        }
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        Order open = null;
        RememberedOrder ended = null;
        long content = 0;
        if (hasClientOrderId(request)) {
            content = RequestContent.of(request, orderId, word0, word1, word2, word3, mode);
            open = openOrder(account, request);
            ended = open == null ? rememberedOrder(account, request) : null;
            if (isRepeat(open, ended, content, result)) {
                return null;
            }
        }
        final int slot = find(accountId, orderId, word0, word1, word2, word3);
        if (slot == OrderSlots.NONE) {
            return RejectReason.UNKNOWN_ORDER;
        }
        final Order original = orders.order(slot);
        final boolean idTaken = ended != null || open != null && open != original;
        final RejectReason reason = ladder.checkReplace(request, original, idTaken);
        if (reason == null) {
            final Instrument instrument = original.instrument;
            final Side side = original.side;
            ends.cancel(original, CloseReason.REPLACED);
            enter(request, instrument, account, side, content, timestampNs, result);
        } else if (mode == Engine.REPLACE_CANCEL_REGARDLESS) {
            ends.cancel(original, CloseReason.REQUESTED);
            result.count = 1;
        } else {
            orders.keep(original);
        }
        return reason;
    }

    /** For reading: an open order of an account, or, for the operator (0), of anybody; by client order id when the id is 0. */
    Order show(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3) {
        final int slot = find(accountId, orderId, word0, word1, word2, word3);
        return slot == OrderSlots.NONE ? null : orders.show(slot);
    }

    private int find(
        final long accountId, final long orderId, final long word0, final long word1, final long word2, final long word3) {
        if (orderId == 0) {
            final Account account = ledger.account(accountId);
            final Order order = account == null ? null : orders.get(account, word0, word1, word2, word3);
            return order == null ? OrderSlots.NONE : order.slot;
        }
        final int slot = orders.slot(orderId);
        return slot == OrderSlots.NONE || accountId != 0 && orders.account(slot).accountId != accountId ? OrderSlots.NONE : slot;
    }

    /** The account's open order with the lowest id above this one. For reading. */
    Order next(final long accountId, final int instrumentId, final long afterOrderId) {
        final Account account = ledger.account(accountId);
        if (account == null) {
            return null;
        }
        final OrderIdList ids = account.orderIds;
        for (int i = ids.above(afterOrderId); i < ids.size(); i++) {
            final int slot = orders.slot(ids.get(i));
            final Order order = slot == OrderSlots.NONE ? null : orders.show(slot);
            if (order != null && (instrumentId == 0 || order.instrument.instrumentId == instrumentId)) {
                return order;
            }
        }
        return null;
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

    private static boolean hasClientOrderId(final OrderRequest request) {
        return (request.clientOrderId0 | request.clientOrderId1 | request.clientOrderId2 | request.clientOrderId3) != 0;
    }

    private static void echo(final OrderRequest request, final CommandResult result) {
        result.clientOrderId0 = request.clientOrderId0;
        result.clientOrderId1 = request.clientOrderId1;
        result.clientOrderId2 = request.clientOrderId2;
        result.clientOrderId3 = request.clientOrderId3;
    }

    private Order openOrder(final Account account, final OrderRequest request) {
        return orders.get(
            account, request.clientOrderId0, request.clientOrderId1, request.clientOrderId2, request.clientOrderId3);
    }

    private RememberedOrder rememberedOrder(final Account account, final OrderRequest request) {
        return remembered.find(
            account, request.clientOrderId0, request.clientOrderId1, request.clientOrderId2, request.clientOrderId3);
    }

    /** A request that came before, under the id of an open order or else of one that has ended, gets the answer it got. */
    private static boolean isRepeat(
        final Order open, final RememberedOrder ended, final long content, final CommandResult result) {
        if (open != null && open.content == content) {
            result.subjectId = open.orderId;
            result.orderStatus = open.answerStatus.code();
            result.executedLots = open.answerExecutedLots;
            result.executedQuote = open.answerExecutedQuote;
            result.remainingLots = open.answerRemainingLots;
            return true;
        }
        if (ended != null && ended.content == content) {
            result.subjectId = ended.orderId;
            result.orderStatus = ended.status.code();
            result.executedLots = ended.executedLots;
            result.executedQuote = ended.executedQuote;
            result.remainingLots = ended.remainingLots;
            return true;
        }
        return false;
    }

    private void enter(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side,
        final long content, final long timestampNs, final CommandResult result) {
        final Order order = orders.take();
        order.fill(request, instrument, account, side, timestampNs);
        order.content = content;
        if (OrderDetails.areNeeded(request, order.timeInForce)) {
            orders.takeDetails(order).fill(request);
        }
        if (order.orderType.isStop()) {
            order.details.trigger(ladder.triggerTicks(), instrument.lastTradePriceTicks);
        }
        matcher.enter(order, ladder.limitTicks(), ladder.lockAmount(), result);
    }
}
