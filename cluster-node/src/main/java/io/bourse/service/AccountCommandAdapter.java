package io.bourse.service;

import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.schema.BlockAccountDecoder;
import io.bourse.schema.BlockSessionDecoder;
import io.bourse.schema.CreateAccountDecoder;
import io.bourse.schema.DefineAssetDecoder;
import io.bourse.schema.DefineInstrumentDecoder;
import io.bourse.schema.DepositDecoder;
import io.bourse.schema.FinishWithdrawalDecoder;
import io.bourse.schema.Id128Decoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.Packed2Decoder;
import io.bourse.schema.RequestWithdrawalDecoder;
import io.bourse.schema.SetAccountSettingsDecoder;
import io.bourse.schema.SetFeeRatesDecoder;
import io.bourse.schema.SetInstrumentStateDecoder;
import io.bourse.schema.TransferDecoder;
import org.agrona.DirectBuffer;

import static io.bourse.service.SchemaVersions.since1;

/**
 * Decodes the commands about money, accounts and definitions, of messages whose length {@link IngressAdapter} has checked,
 * and calls the engine.
 */
final class AccountCommandAdapter {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final DepositDecoder deposit = new DepositDecoder();
    private final RequestWithdrawalDecoder requestWithdrawal = new RequestWithdrawalDecoder();
    private final FinishWithdrawalDecoder finishWithdrawal = new FinishWithdrawalDecoder();
    private final TransferDecoder transfer = new TransferDecoder();
    private final CreateAccountDecoder createAccount = new CreateAccountDecoder();
    private final BlockAccountDecoder blockAccount = new BlockAccountDecoder();
    private final BlockSessionDecoder blockSession = new BlockSessionDecoder();
    private final SetAccountSettingsDecoder setAccountSettings = new SetAccountSettingsDecoder();
    private final SetFeeRatesDecoder setFeeRates = new SetFeeRatesDecoder();
    private final DefineAssetDecoder defineAsset = new DefineAssetDecoder();
    private final DefineInstrumentDecoder defineInstrument = new DefineInstrumentDecoder();
    private final SetInstrumentStateDecoder setInstrumentState = new SetInstrumentStateDecoder();
    private final InstrumentDefinition definition = new InstrumentDefinition();
    private final Engine engine;

    AccountCommandAdapter(final Engine engine) {
        this.engine = engine;
    }

    /** False when the message is about something else. */
    boolean execute(final CommandHeader header, final DirectBuffer message, final int blockLength, final int version) {
        return switch (header.commandTemplateId) {
            case DepositDecoder.TEMPLATE_ID, RequestWithdrawalDecoder.TEMPLATE_ID, FinishWithdrawalDecoder.TEMPLATE_ID,
                TransferDecoder.TEMPLATE_ID -> executeMoney(header, message, blockLength, version);
            case CreateAccountDecoder.TEMPLATE_ID, BlockAccountDecoder.TEMPLATE_ID, BlockSessionDecoder.TEMPLATE_ID,
                SetAccountSettingsDecoder.TEMPLATE_ID -> executeAccount(header, message, blockLength, version);
            default -> executeDefinition(header, message, blockLength, version);
        };
    }

    private boolean executeMoney(
        final CommandHeader header, final DirectBuffer message, final int blockLength, final int version) {
        switch (header.commandTemplateId) {
            case DepositDecoder.TEMPLATE_ID -> {
                deposit.wrap(message, HEADER_LENGTH, blockLength, version);
                final Id128Decoder id = deposit.idempotencyId();
                engine.deposit(header, deposit.assetId(), deposit.amount(), id.high(), id.low());
            }
            case RequestWithdrawalDecoder.TEMPLATE_ID -> {
                requestWithdrawal.wrap(message, HEADER_LENGTH, blockLength, version);
                final Id128Decoder id = requestWithdrawal.idempotencyId();
                engine.requestWithdrawal(header, requestWithdrawal.assetId(), requestWithdrawal.amount(), id.high(), id.low(),
                    requestWithdrawal.settleAtOnce() == 1);
            }
            case FinishWithdrawalDecoder.TEMPLATE_ID -> {
                finishWithdrawal.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.finishWithdrawal(header, finishWithdrawal.withdrawalId(), finishWithdrawal.outcomeRaw());
            }
            default -> {
                transfer.wrap(message, HEADER_LENGTH, blockLength, version);
                final Id128Decoder id = transfer.idempotencyId();
                engine.transfer(
                    header, transfer.toAccountId(), transfer.assetId(), transfer.amount(), id.high(), id.low());
            }
        }
        return true;
    }

    private boolean executeAccount(
        final CommandHeader header, final DirectBuffer message, final int blockLength, final int version) {
        switch (header.commandTemplateId) {
            case CreateAccountDecoder.TEMPLATE_ID -> {
                final Id128Decoder id = createAccount.wrap(message, HEADER_LENGTH, blockLength, version).externalId();
                engine.createAccount(header, id.high(), id.low());
            }
            case BlockAccountDecoder.TEMPLATE_ID -> {
                blockAccount.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.blockAccount(header, blockAccount.targetAccountId(), blockAccount.blocked());
            }
            case BlockSessionDecoder.TEMPLATE_ID -> {
                blockSession.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.blockSession(
                    header, blockSession.targetAccountId(), blockSession.sessionId(), blockSession.blocked());
            }
            default -> {
                setAccountSettings.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.setAccountSettings(header, setAccountSettings.targetAccountId(), setAccountSettings.tradeGroup(),
                    setAccountSettings.feeTier(), setAccountSettings.maxOpenOrders(), setAccountSettings.maxOpenNotional());
            }
        }
        return true;
    }

    private boolean executeDefinition(
        final CommandHeader header, final DirectBuffer message, final int blockLength, final int version) {
        switch (header.commandTemplateId) {
            case DefineAssetDecoder.TEMPLATE_ID -> {
                defineAsset.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed2Decoder symbol = defineAsset.symbol();
                engine.defineAsset(header, symbol.word0(), symbol.word1(), defineAsset.decimals());
            }
            case DefineInstrumentDecoder.TEMPLATE_ID ->
                onDefineInstrument(header, defineInstrument.wrap(message, HEADER_LENGTH, blockLength, version), version);
            case SetInstrumentStateDecoder.TEMPLATE_ID -> {
                setInstrumentState.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.setInstrumentState(header, setInstrumentState.instrumentId(), setInstrumentState.stateRaw());
            }
            case SetFeeRatesDecoder.TEMPLATE_ID -> {
                setFeeRates.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.setFeeRates(header, setFeeRates.instrumentId(), setFeeRates.feeTier(), setFeeRates.makerFeePpm(),
                    setFeeRates.takerFeePpm());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onDefineInstrument(final CommandHeader header, final DefineInstrumentDecoder message, final int version) {
        final Packed2Decoder symbol = message.symbol();
        definition.symbol0 = symbol.word0();
        definition.symbol1 = symbol.word1();
        definition.tickQuoteUnits = message.tickQuoteUnits();
        definition.lotBaseUnits = message.lotBaseUnits();
        definition.minQuantityLots = message.minQuantityLots();
        definition.maxQuantityLots = message.maxQuantityLots();
        definition.maxPriceTicks = message.maxPriceTicks();
        definition.minNotional = message.minNotional();
        definition.maxNotional = message.maxNotional();
        definition.baseAssetId = message.baseAssetId();
        definition.quoteAssetId = message.quoteAssetId();
        definition.makerFeePpm = message.makerFeePpm();
        definition.takerFeePpm = message.takerFeePpm();
        definition.priceRangeBasisPoints = message.priceRangeBasisPoints();
        definition.initialState = message.initialStateRaw();
        definition.referencePriceTicks = since1(version, message.referencePriceTicks());
        definition.priceBandBasisPoints = since1(version, message.priceBandBasisPoints());
        definition.priceBandMode = since1(version, message.priceBandMode());
        engine.defineInstrument(header, definition);
    }
}
