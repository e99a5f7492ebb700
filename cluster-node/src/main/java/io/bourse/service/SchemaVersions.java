package io.bourse.service;

import io.bourse.engine.Engine;
import io.bourse.schema.AmendOrderDecoder;
import io.bourse.schema.BlockAccountDecoder;
import io.bourse.schema.BlockSessionDecoder;
import io.bourse.schema.CancelAllDecoder;
import io.bourse.schema.CancelOrderDecoder;
import io.bourse.schema.CreateAccountDecoder;
import io.bourse.schema.DefineAssetDecoder;
import io.bourse.schema.DefineInstrumentDecoder;
import io.bourse.schema.DepositDecoder;
import io.bourse.schema.EndSessionDecoder;
import io.bourse.schema.FinishWithdrawalDecoder;
import io.bourse.schema.GatewayLogonDecoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.QueryAssetTotalsDecoder;
import io.bourse.schema.QueryBalancesDecoder;
import io.bourse.schema.QueryOpenOrdersDecoder;
import io.bourse.schema.QueryOrderDecoder;
import io.bourse.schema.QueryStateHashDecoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.RequestWithdrawalDecoder;
import io.bourse.schema.SetAccountSettingsDecoder;
import io.bourse.schema.SetDeadManTimerDecoder;
import io.bourse.schema.SetFeeRatesDecoder;
import io.bourse.schema.SetInstrumentStateDecoder;
import io.bourse.schema.TransferDecoder;

/**
 * What messages of older schema versions lack: a log stays readable for ever, so they are taken with what their gateway
 * meant when the field did not exist.
 */
final class SchemaVersions {
    /** Instead of a length: no message of a gateway. */
    static final int UNKNOWN = -1;

    private SchemaVersions() {
    }

    /** Least length of the block that a gateway of this schema version wrote, or {@link #UNKNOWN}. */
    static int blockLength(final int templateId, final int version) {
        return switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID ->
                version < 1 ? NewOrderDecoder.stopPriceTicksEncodingOffset() : NewOrderDecoder.BLOCK_LENGTH;
            case CancelAllDecoder.TEMPLATE_ID ->
                version < 1 ? CancelAllDecoder.sessionIdEncodingOffset() : CancelAllDecoder.BLOCK_LENGTH;
            case ReplaceOrderDecoder.TEMPLATE_ID ->
                version < 1 ? ReplaceOrderDecoder.quoteAmountEncodingOffset() : ReplaceOrderDecoder.BLOCK_LENGTH;
            case DefineInstrumentDecoder.TEMPLATE_ID ->
                version < 1 ? DefineInstrumentDecoder.referencePriceTicksEncodingOffset() : DefineInstrumentDecoder.BLOCK_LENGTH;
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.BLOCK_LENGTH;
            case AmendOrderDecoder.TEMPLATE_ID -> AmendOrderDecoder.BLOCK_LENGTH;
            case EndSessionDecoder.TEMPLATE_ID -> EndSessionDecoder.BLOCK_LENGTH;
            case SetDeadManTimerDecoder.TEMPLATE_ID -> SetDeadManTimerDecoder.BLOCK_LENGTH;
            default -> rareBlockLength(templateId);
        };
    }

    private static int rareBlockLength(final int templateId) {
        return switch (templateId) {
            case GatewayLogonDecoder.TEMPLATE_ID -> GatewayLogonDecoder.BLOCK_LENGTH;
            case DepositDecoder.TEMPLATE_ID -> DepositDecoder.BLOCK_LENGTH;
            case RequestWithdrawalDecoder.TEMPLATE_ID -> RequestWithdrawalDecoder.BLOCK_LENGTH;
            case FinishWithdrawalDecoder.TEMPLATE_ID -> FinishWithdrawalDecoder.BLOCK_LENGTH;
            case TransferDecoder.TEMPLATE_ID -> TransferDecoder.BLOCK_LENGTH;
            case CreateAccountDecoder.TEMPLATE_ID -> CreateAccountDecoder.BLOCK_LENGTH;
            case DefineAssetDecoder.TEMPLATE_ID -> DefineAssetDecoder.BLOCK_LENGTH;
            case SetInstrumentStateDecoder.TEMPLATE_ID -> SetInstrumentStateDecoder.BLOCK_LENGTH;
            case BlockAccountDecoder.TEMPLATE_ID -> BlockAccountDecoder.BLOCK_LENGTH;
            case BlockSessionDecoder.TEMPLATE_ID -> BlockSessionDecoder.BLOCK_LENGTH;
            case SetAccountSettingsDecoder.TEMPLATE_ID -> SetAccountSettingsDecoder.BLOCK_LENGTH;
            case SetFeeRatesDecoder.TEMPLATE_ID -> SetFeeRatesDecoder.BLOCK_LENGTH;
            case QueryBalancesDecoder.TEMPLATE_ID -> QueryBalancesDecoder.BLOCK_LENGTH;
            case QueryOrderDecoder.TEMPLATE_ID -> QueryOrderDecoder.BLOCK_LENGTH;
            case QueryOpenOrdersDecoder.TEMPLATE_ID -> QueryOpenOrdersDecoder.BLOCK_LENGTH;
            case QueryAssetTotalsDecoder.TEMPLATE_ID -> QueryAssetTotalsDecoder.BLOCK_LENGTH;
            case QueryStateHashDecoder.TEMPLATE_ID -> QueryStateHashDecoder.BLOCK_LENGTH;
            default -> UNKNOWN;
        };
    }

    /** A number that came with version 1: 0 before. What a newer gateway writes is left to the engine to judge. */
    static long since1(final int version, final long value) {
        return version < 1 ? 0 : value;
    }

    /** A code that came with version 1: 0 before. */
    static int since1(final int version, final int value) {
        return version < 1 ? 0 : value;
    }

    /** A side that came with version 1: both before. */
    static int sideSince1(final int version, final int value) {
        return version < 1 ? Engine.ANY_SIDE : value;
    }
}
