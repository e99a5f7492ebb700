package io.bourse.gateway.cluster;

import io.bourse.schema.BlockAccountEncoder;
import io.bourse.schema.BlockSessionEncoder;
import io.bourse.schema.DefineAssetEncoder;
import io.bourse.schema.DefineInstrumentEncoder;
import io.bourse.schema.FinishWithdrawalEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.SetAccountSettingsEncoder;
import io.bourse.schema.SetFeeRatesEncoder;
import io.bourse.schema.SetInstrumentStateEncoder;
import io.bourse.schema.WithdrawalOutcome;

import java.util.concurrent.CompletableFuture;

/** What only an operator may ask for; everything else as in {@link ClusterRequests}. */
public final class OperatorRequests {
    private final ClusterRequests requests;

    OperatorRequests(final ClusterRequests requests) {
        this.requests = requests;
    }

    /** Settles or rejects a requested withdrawal. */
    public CompletableFuture<Outcome> finishWithdrawal(final long withdrawalId, final WithdrawalOutcome outcome) {
        return requests.command(FinishWithdrawalEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final FinishWithdrawalEncoder message =
                new FinishWithdrawalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.withdrawalId(withdrawalId).outcome(outcome);
        });
    }

    /** Defines an asset of up to 18 characters. */
    public CompletableFuture<Outcome> defineAsset(final String symbol, final int decimals) {
        final Text text = Text.symbol(symbol);
        return requests.command(DefineAssetEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final DefineAssetEncoder message =
                new DefineAssetEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            text.encode(message.symbol());
            message.decimals(decimals);
        });
    }

    /** Defines an instrument. */
    public CompletableFuture<Outcome> defineInstrument(final InstrumentDefinition definition) {
        final Text text = Text.symbol(definition.symbol());
        return requests.command(DefineInstrumentEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final DefineInstrumentEncoder message =
                new DefineInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            text.encode(message.symbol());
            message
                .tickQuoteUnits(definition.tickQuoteUnits()).lotBaseUnits(definition.lotBaseUnits())
                .minQuantityLots(definition.minQuantityLots()).maxQuantityLots(definition.maxQuantityLots())
                .maxPriceTicks(definition.maxPriceTicks())
                .minNotional(definition.minNotional()).maxNotional(definition.maxNotional())
                .baseAssetId(definition.baseAssetId()).quoteAssetId(definition.quoteAssetId())
                .makerFeePpm(definition.makerFeePpm()).takerFeePpm(definition.takerFeePpm())
                .priceRangeBasisPoints(definition.priceRangeBasisPoints())
                .initialState(definition.initialState())
                .referencePriceTicks(definition.band().referencePriceTicks())
                .priceBandBasisPoints(definition.band().basisPoints())
                .priceBandMode((short) (definition.band().isExpiring() ? 1 : 0));
        });
    }

    /** Changes the state of an instrument. */
    public CompletableFuture<Outcome> setInstrumentState(final int instrumentId, final InstrumentState state) {
        return requests.command(SetInstrumentStateEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final SetInstrumentStateEncoder message =
                new SetInstrumentStateEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.instrumentId(instrumentId).state(state);
        });
    }

    /** Blocks an account and cancels all its orders, or unblocks it. */
    public CompletableFuture<Outcome> blockAccount(final long accountId, final boolean isBlocked) {
        return requests.command(BlockAccountEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final BlockAccountEncoder message =
                new BlockAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.targetAccountId(accountId).blocked((short) (isBlocked ? 1 : 0));
        });
    }

    /** Blocks a session of an account and cancels its orders, or unblocks it. */
    public CompletableFuture<Outcome> blockSession(final long accountId, final long sessionId, final boolean isBlocked) {
        return requests.command(BlockSessionEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final BlockSessionEncoder message =
                new BlockSessionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.targetAccountId(accountId).sessionId(sessionId).blocked((short) (isBlocked ? 1 : 0));
        });
    }

    /**
     * Sets every setting of an account.
     *
     * @param accountId       of the account
     * @param tradeGroup      accounts of the same one, not 0, are each other's own for self-trade prevention
     * @param feeTier         0 to 7
     * @param maxOpenOrders   0: the engine's limit
     * @param maxOpenNotional per instrument, quote minor units; 0: no limit
     */
    public CompletableFuture<Outcome> setAccountSettings(
        final long accountId, final long tradeGroup, final int feeTier, final int maxOpenOrders, final long maxOpenNotional) {
        return requests.command(SetAccountSettingsEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final SetAccountSettingsEncoder message =
                new SetAccountSettingsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.targetAccountId(accountId).tradeGroup(tradeGroup).maxOpenNotional(maxOpenNotional)
                .maxOpenOrders(maxOpenOrders).feeTier(feeTier);
        });
    }

    /** Sets what a fee tier pays on an instrument, parts per million; a negative maker's is a rebate. */
    public CompletableFuture<Outcome> setFeeRates(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        return requests.command(SetFeeRatesEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final SetFeeRatesEncoder message =
                new SetFeeRatesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            requests.header(message.header(), correlationId, ClusterRequests.OPERATOR);
            message.instrumentId(instrumentId).feeTier(feeTier).makerFeePpm(makerFeePpm).takerFeePpm(takerFeePpm);
        });
    }

    /** What defines an instrument; units as in the schema. */
    public record InstrumentDefinition(
        String symbol, int baseAssetId, int quoteAssetId, long tickQuoteUnits, long lotBaseUnits,
        long minQuantityLots, long maxQuantityLots, long maxPriceTicks, long minNotional, long maxNotional,
        int makerFeePpm, int takerFeePpm, int priceRangeBasisPoints, InstrumentState initialState, PriceBand band) {
    }

    /**
     * How far from the last trade a limit may be.
     *
     * @param basisPoints         0: anywhere
     * @param isExpiring          whether what is left of an order outside expires, instead of the order being refused
     * @param referencePriceTicks instead of the last trade before the first; 0: no band until then
     */
    public record PriceBand(int basisPoints, boolean isExpiring, long referencePriceTicks) {
        /** No band. */
        public static final PriceBand NONE = new PriceBand(0, false, 0);
    }
}
