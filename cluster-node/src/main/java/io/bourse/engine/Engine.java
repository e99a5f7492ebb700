package io.bourse.engine;

/** Skeleton: the commands that the service decodes. */
public final class Engine {
    public Engine(final EngineLimits limits, final EngineListener listener) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * Begins or resumes the sequence of a gateway process.
     *
     * @return false, with nothing changed and no event, when a younger process of this gateway has logged on, or the
     *         table of gateways is full; true after onGatewayLoggedOn
     */
    public boolean gatewayLogon(final CommandHeader header, final long gatewayEpoch) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Highest in-sequence executed for a gateway's newest epoch; -1 when it never logged on. */
    public long lastInSequence(final int gatewayId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A sequenced message that could not be decoded: takes its place in the sequence and ends in a MALFORMED result. */
    public void rejectMalformed(final CommandHeader header) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void newOrder(final CommandHeader header, final OrderRequest request) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** By order id, or by the four words of a client order id when orderId is 0. */
    public void cancelOrder(
        final CommandHeader header, final long orderId,
        final long clientOrderId0, final long clientOrderId1, final long clientOrderId2, final long clientOrderId3) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void cancelAll(final CommandHeader header, final int instrumentId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The request carries the new order; the words name the original when originalOrderId is 0. */
    public void replaceOrder(
        final CommandHeader header, final long originalOrderId,
        final long originalClientOrderId0, final long originalClientOrderId1,
        final long originalClientOrderId2, final long originalClientOrderId3, final OrderRequest request) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void deposit(
        final CommandHeader header, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void requestWithdrawal(
        final CommandHeader header, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow, final boolean settleAtOnce) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void finishWithdrawal(final CommandHeader header, final long withdrawalId, final int outcome) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void createAccount(final CommandHeader header, final long externalIdHigh, final long externalIdLow) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void defineAsset(final CommandHeader header, final long symbol0, final long symbol1, final int decimals) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void defineInstrument(final CommandHeader header, final InstrumentDefinition definition) {
        throw new UnsupportedOperationException("skeleton");
    }

    public void setInstrumentState(final CommandHeader header, final int instrumentId, final int state) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** An account, or null. Read only. */
    public Account account(final long accountId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Available minor units. */
    public long available(final long accountId, final int assetId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Locked minor units. */
    public long locked(final long accountId, final int assetId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Number of assets; their ids are 1 to this. */
    public int assetCount() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** An open order of this account by id, or by client order id when that is 0; null if there is none. */
    public Order openOrder(
        final long accountId, final long orderId,
        final long clientOrderId0, final long clientOrderId1, final long clientOrderId2, final long clientOrderId3) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The account's open order with the lowest id above afterOrderId, on an instrument or (0) on any; null: none. */
    public Order nextOpenOrder(final long accountId, final int instrumentId, final long afterOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Sums of an asset over all accounts; false for an unknown asset. */
    public boolean assetTotals(final int assetId, final AssetTotals totals) {
        throw new UnsupportedOperationException("skeleton");
    }

    public long openOrderCount() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long accountCount() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Engine time: the highest timestamp of any command so far, ns since the epoch. */
    public long timestampNs() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** An instrument, or null. Read only. */
    public Instrument instrument(final int instrumentId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The one traversal. */
    public void accept(final StateVisitor visitor) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Fills a new engine; throws IllegalStateException when the records are not what accept writes. */
    public void load(final StateSource source) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** 64-bit hash of the state. */
    public long stateHash() {
        throw new UnsupportedOperationException("skeleton");
    }
}
