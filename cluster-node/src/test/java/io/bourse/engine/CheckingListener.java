package io.bourse.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Believes nothing but events: adds up the ledger, rebuilds the books, counts ids, and throws as soon as they do not fit.
 */
final class CheckingListener implements EngineListener {
    final List<String> events = new ArrayList<>();
    /** Sum of the deltas, by account/asset. */
    final Map<String, long[]> balances = new TreeMap<>();
    /** Quantity and order count by instrument/side/price. */
    final Map<String, long[]> levels = new TreeMap<>();
    final List<String> everything = new ArrayList<>();
    String result;
    private final Map<Integer, Long> tradeIds = new TreeMap<>();
    private final Map<Integer, Long> updateIds = new TreeMap<>();
    private final Set<String> levelsOfCommand = new HashSet<>();
    private long lastOrderId;
    private boolean inDeltas;

    void begin() {
        require(result == null || !result.isEmpty(), "no result of the last command");
        events.clear();
        everything.clear();
        levelsOfCommand.clear();
        inDeltas = false;
        result = null;
    }

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        everything.add("gateway " + gatewayId + " " + gatewayEpoch + " " + lastInSequence);
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        everything.add("asset " + asset.assetId());
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        everything.add("instrument " + instrument.instrumentId());
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        everything.add("state " + instrument.instrumentId() + " " + instrument.state());
    }

    @Override
    public void onAccountCreated(final Account account) {
        everything.add("account " + account.accountId());
    }

    @Override
    public void onOrderAccepted(final Order order) {
        require(order.orderId() == ++lastOrderId, "order id " + order.orderId() + " is not " + lastOrderId);
        add("accepted " + order.orderId());
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        require(tradeId == tradeIds.merge(instrument.instrumentId(), 1L, Long::sum), "trade id " + tradeId);
        require(quantityLots > 0 && maker.remainingLots() >= 0 && taker.remainingLots() >= 0, "quantity " + quantityLots);
        require(maker.executedLots() + maker.remainingLots() == maker.quantityLots(), "maker does not add up");
        require(taker.quoteAmount() != 0 || taker.executedLots() + taker.remainingLots() == taker.quantityLots(),
            "taker does not add up");
        add("trade " + instrument.instrumentId() + " " + quantityLots + "@" + priceTicks + " " + maker.orderId() + " " +
            taker.orderId() + " fees " + makerFee + " " + takerFee);
    }

    @Override
    public void onAccountChanged(final Account account) {
        everything.add("account-changed " + account.accountId() + " " + account.isBlocked() + " " + account.tradeGroup() + " " +
            account.feeTier() + " " + account.maxOpenOrders() + " " + account.maxOpenNotional());
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        everything.add("session " + accountId + " " + sessionId + " " + blocked);
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        everything.add("dead-man-timer " + accountId + " " + deadlineNs);
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        everything.add("fee-rates " + instrumentId + " " + feeTier + " " + makerFeePpm + " " + takerFeePpm);
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        everything.add("transfer " + accountId + " " + toAccountId + " " + assetId + " " + amount + " " + idempotencyLow);
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        add("cancelled " + order.orderId() + " " + order.remainingLots() + " " + reason);
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        add("expired " + order.orderId() + " " + order.remainingLots() + " " + reason);
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        require(!inDeltas, "balance after book deltas");
        final long[] sums = balances.computeIfAbsent(key(accountId, assetId), key -> new long[2]);
        sums[0] += availableDelta;
        sums[1] += lockedDelta;
        require(sums[0] == available && sums[1] == locked && available >= 0 && locked >= 0,
            "deltas of account=" + accountId + " asset=" + assetId + " add up to " + sums[0] + ", " + sums[1] +
                " but the balance is " + available + ", " + locked);
        everything.add("balance " + accountId + " " + assetId + " " + availableDelta + " " + lockedDelta + " " + cause +
            " " + referenceId + " " + instrumentId);
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        inDeltas = true;
        require(updateId == updateIds.merge(instrumentId, 1L, Long::sum), "update id " + updateId);
        final String level = instrumentId + "/" + side + "/" + priceTicks;
        require(levelsOfCommand.add(level), "two deltas of level " + level);
        require(quantityLots == 0 == (orderCount == 0) && quantityLots >= 0, "level " + level + " has " + quantityLots);
        if (quantityLots == 0) {
            levels.remove(level);
        } else {
            levels.put(level, new long[] {quantityLots, orderCount});
        }
        everything.add("delta " + level + " " + quantityLots + " " + orderCount);
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        everything.add("deposit " + accountId + " " + assetId + " " + amount + " " + idempotencyLow);
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        everything.add("withdrawal " + withdrawalId + " " + accountId + " " + assetId + " " + amount);
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        everything.add("finished " + withdrawalId + " " + amount + " " + settled);
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult commandResult) {
        require(result == null, "two results");
        final RejectReason reason = commandResult.rejectReason;
        result = reason != null ? reason.name() : commandResult.orderStatus == 0 ? "OK"
            : "OK " + OrderStatus.of(commandResult.orderStatus) + " " + commandResult.executedLots;
        require(reason == null || everything.isEmpty(), "a reject with events: " + everything);
        everything.add(result + " " + commandResult.subjectId + " " + commandResult.count + " " + commandResult.available +
            " " + commandResult.locked + " " + commandResult.remainingLots + " " + commandResult.executedQuote);
    }

    private void add(final String event) {
        require(!inDeltas && result == null, "event after deltas or result: " + event);
        events.add(event);
        everything.add(event);
    }

    private static String key(final long account, final int asset) {
        return account + "/" + asset;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
