package io.bourse.engine;

import io.bourse.wire.PackedAscii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes every event as a line that a person can check. Accounts show by the name that the test gave them. */
final class TextListener implements EngineListener {
    final List<String> lines = new ArrayList<>();
    /** Whose command the newest result is of. */
    CommandHeader answered;
    final Map<Long, String> accountNames = new TreeMap<>(Map.of(0L, "FEES"));
    final Map<Integer, String> assetNames = new TreeMap<>();
    final Map<Integer, String> instrumentNames = new TreeMap<>();

    /** Names of another engine that begins. */
    void forget() {
        accountNames.clear();
        accountNames.put(0L, "FEES");
        assetNames.clear();
        instrumentNames.clear();
    }

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        lines.add("logged-on gateway=" + gatewayId + " epoch=" + gatewayEpoch + " last=" + lastInSequence);
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        final String symbol = PackedAscii.unpack(asset.symbol0(), asset.symbol1());
        assetNames.put(asset.assetId(), symbol);
        lines.add("asset " + asset.assetId() + " " + symbol + " decimals=" + asset.decimals());
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        final String symbol = PackedAscii.unpack(instrument.symbol0(), instrument.symbol1());
        instrumentNames.put(instrument.instrumentId(), symbol);
        lines.add("instrument " + instrument.instrumentId() + " " + symbol + " " +
            assetNames.get(instrument.baseAssetId()) + "/" + assetNames.get(instrument.quoteAssetId()) +
            " unit=" + instrument.quoteUnitsPerTickLot() + " state=" + instrument.state());
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        lines.add("state " + instrumentNames.get(instrument.instrumentId()) + " " + instrument.state());
    }

    @Override
    public void onAccountCreated(final Account account) {
        lines.add("account " + account.accountId() + " external=" + account.externalIdHigh() + "," + account.externalIdLow());
    }

    @Override
    public void onOrderAccepted(final Order order) {
        final String quantity = order.quoteAmount() == 0 ? "" + order.quantityLots() : "amount=" + order.quoteAmount();
        final String price = order.orderType().hasLimit() ? "@" + order.priceTicks() : "";
        lines.add("accepted " + name(order) + " " + instrumentNames.get(order.instrumentId()) + " " + order.side() + " " +
            order.orderType() + " " + order.timeInForce() + " " + quantity + price + attributes(order));
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        lines.add("trade " + tradeId + " " + instrumentNames.get(instrument.instrumentId()) + " " + quantityLots + "@" +
            priceTicks + " quote=" + quoteAmount + " maker=" + maker.orderId() + " left=" + maker.remainingLots() +
            " fee=" + makerFee + " taker=" + taker.orderId() + " left=" + taker.remainingLots() + " fee=" + takerFee);
    }

    @Override
    public void onAccountChanged(final Account account) {
        lines.add("account-settings " + accountNames.get(account.accountId()) + (account.isBlocked() ? " BLOCKED" : "") +
            " group=" + account.tradeGroup() + " tier=" + account.feeTier() + " max-orders=" + account.maxOpenOrders() +
            " max-notional=" + account.maxOpenNotional());
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        lines.add("session " + sessionId + " " + accountNames.get(accountId) + (blocked ? " BLOCKED" : " UNBLOCKED"));
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        lines.add("dead-man-timer " + accountNames.get(accountId) + " " + deadlineNs);
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        lines.add("fee-rates " + instrumentNames.get(instrumentId) + " tier=" + feeTier + " maker=" + makerFeePpm +
            " taker=" + takerFeePpm);
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        lines.add("prevented " + preventedMatchId + " " + instrumentNames.get(instrument.instrumentId()) + " @" + priceTicks +
            " maker=" + maker.orderId() + " lost=" + makerPreventedLots + " left=" + maker.remainingLots() +
            " taker=" + taker.orderId() + " lost=" + takerPreventedLots + " left=" + taker.remainingLots());
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        lines.add("amended " + name(order) + " " + order.quantityLots() + "@" + order.priceTicks() + " left=" +
            order.remainingLots() + (keepsPriority ? " KEEPS_PRIORITY" : ""));
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        lines.add("triggered " + name(order) + " stop=" + order.stopPriceTicks() + " last=" + lastTradePriceTicks);
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        lines.add("transferred " + accountNames.get(accountId) + " " + accountNames.get(toAccountId) + " " +
            assetNames.get(assetId) + " " + amount + " id=" + idempotencyLow);
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        lines.add("cancelled " + end(order, reason));
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        lines.add("expired " + end(order, reason));
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        final String instrument = instrumentId == 0 ? "" : " " + instrumentNames.get(instrumentId);
        lines.add("balance " + accountNames.get(accountId) + " " + assetNames.get(assetId) + " " +
            signed(availableDelta) + " " + signed(lockedDelta) + " = " + available + " " + locked + " " + cause +
            " " + referenceId + instrument);
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        lines.add("book " + updateId + " " + instrumentNames.get(instrumentId) + " " + side + " " + quantityLots + "@" +
            priceTicks + " orders=" + orderCount);
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        lines.add("deposited " + accountNames.get(accountId) + " " + assetNames.get(assetId) + " " + amount +
            " id=" + idempotencyLow);
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        lines.add("withdrawal " + withdrawalId + " requested " + accountNames.get(accountId) + " " +
            assetNames.get(assetId) + " " + amount + " id=" + idempotencyLow);
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        lines.add("withdrawal " + withdrawalId + (settled ? " settled " : " rejected ") + accountNames.get(accountId) + " " +
            assetNames.get(assetId) + " " + amount);
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult result) {
        answered = header;
        final StringBuilder line = new StringBuilder("result ");
        line.append(result.rejectReason == null ? "OK" : result.rejectReason.name());
        append(line, "subject", result.subjectId);
        if (result.orderStatus != 0) {
            line.append(' ').append(OrderStatus.of(result.orderStatus));
        }
        append(line, "executed", result.executedLots);
        append(line, "quote", result.executedQuote);
        append(line, "left", result.remainingLots);
        append(line, "count", result.count);
        append(line, "available", result.available);
        append(line, "locked", result.locked);
        final String clientOrderId = PackedAscii.unpack(
            result.clientOrderId0, result.clientOrderId1, result.clientOrderId2, result.clientOrderId3);
        line.append(clientOrderId.isEmpty() ? "" : " id=" + clientOrderId);
        lines.add(line.toString());
    }

    private static void append(final StringBuilder line, final String name, final long value) {
        if (value != 0) {
            line.append(' ').append(name).append('=').append(value);
        }
    }

    private String name(final Order order) {
        final String clientOrderId = PackedAscii.unpack(
            order.clientOrderId0(), order.clientOrderId1(), order.clientOrderId2(), order.clientOrderId3());
        return order.orderId() + " " + accountNames.get(order.accountId()) +
            (clientOrderId.isEmpty() ? "" : " id=" + clientOrderId);
    }

    private String end(final Order order, final CloseReason reason) {
        return name(order) + " left=" + order.remainingLots() + " executed=" + order.executedLots() + " " + reason;
    }

    private static String attributes(final Order order) {
        final StringBuilder text = new StringBuilder();
        append(text, "stop", order.stopPriceTicks());
        append(text, "trailing", order.trailingDeltaBasisPoints());
        append(text, "display", order.displayLots());
        append(text, "expires", order.expireTimeNs());
        append(text, "session", order.sessionId());
        if (order.selfTradePrevention() != SelfTradePrevention.NONE) {
            text.append(" stp=").append(order.selfTradePrevention());
        }
        return text.append(order.isCancelOnDisconnect() ? " cancel-on-disconnect" : "").toString();
    }

    private static String signed(final long value) {
        return value > 0 ? "+" + value : "" + value;
    }
}
