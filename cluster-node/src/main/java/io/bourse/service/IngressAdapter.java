package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.engine.OrderRequest;
import io.bourse.schema.CancelAllDecoder;
import io.bourse.schema.CancelOrderDecoder;
import io.bourse.schema.CommandHeaderDecoder;
import io.bourse.schema.CreateAccountDecoder;
import io.bourse.schema.DefineAssetDecoder;
import io.bourse.schema.DefineInstrumentDecoder;
import io.bourse.schema.DepositDecoder;
import io.bourse.schema.FinishWithdrawalDecoder;
import io.bourse.schema.GatewayLogonDecoder;
import io.bourse.schema.Id128Decoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.Packed2Decoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.QueryAssetTotalsDecoder;
import io.bourse.schema.QueryBalancesDecoder;
import io.bourse.schema.QueryOpenOrdersDecoder;
import io.bourse.schema.QueryOrderDecoder;
import io.bourse.schema.QueryStateHashDecoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.RequestWithdrawalDecoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SetInstrumentStateDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes what gateways send and calls the engine. The buffer is the log itself, so nothing is read before its length is
 * checked, and then only through a buffer that ends where the message ends: a read beyond would see the neighbouring
 * message, which need not be the same on every member.
 */
final class IngressAdapter {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int COMMAND_HEADER_LENGTH = CommandHeaderDecoder.ENCODED_LENGTH;
    private static final int UNKNOWN = -1;

    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final CommandHeaderDecoder commandHeader = new CommandHeaderDecoder();
    private final GatewayLogonDecoder gatewayLogon = new GatewayLogonDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final CancelAllDecoder cancelAll = new CancelAllDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final DepositDecoder deposit = new DepositDecoder();
    private final RequestWithdrawalDecoder requestWithdrawal = new RequestWithdrawalDecoder();
    private final FinishWithdrawalDecoder finishWithdrawal = new FinishWithdrawalDecoder();
    private final CreateAccountDecoder createAccount = new CreateAccountDecoder();
    private final DefineAssetDecoder defineAsset = new DefineAssetDecoder();
    private final DefineInstrumentDecoder defineInstrument = new DefineInstrumentDecoder();
    private final SetInstrumentStateDecoder setInstrumentState = new SetInstrumentStateDecoder();
    private final QueryOrderDecoder queryOrder = new QueryOrderDecoder();
    private final QueryOpenOrdersDecoder queryOpenOrders = new QueryOpenOrdersDecoder();
    private final QueryAssetTotalsDecoder queryAssetTotals = new QueryAssetTotalsDecoder();

    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final InstrumentDefinition definition = new InstrumentDefinition();
    private final Engine engine;
    private final EventPublisher events;
    private final ReplyPublisher replies;
    private final Egress egress;
    private final ServiceCounters counters;
    private int blockLength;
    private int version;

    IngressAdapter(
        final Engine engine, final EventPublisher events, final ReplyPublisher replies, final Egress egress,
        final ServiceCounters counters) {
        this.engine = engine;
        this.events = events;
        this.replies = replies;
        this.egress = egress;
        this.counters = counters;
    }

    /** One message of a gateway. Whatever it holds, it ends in a result, in a reply, or counted. */
    void onMessage(
        final ClientSession session, final long timestampNs, final long logPosition,
        final DirectBuffer buffer, final int offset, final int length) {
        if (session == null || !readHeaders(session, buffer, offset, length)) {
            counters.droppedMessages.increment();
            return;
        }
        header.timestampNs = timestampNs;
        header.logPosition = logPosition;
        final int templateId = header.commandTemplateId;
        final boolean isWhole = blockLength >= blockLengthOf(templateId) && length >= HEADER_LENGTH + blockLength;
        if (templateId == GatewayLogonDecoder.TEMPLATE_ID) {
            if (isWhole) {
                onGatewayLogon(session);
            } else {
                counters.droppedMessages.increment();
            }
        } else if (templateId >= QueryBalancesDecoder.TEMPLATE_ID) {
            if (isWhole) {
                onQuery(session, templateId);
            } else {
                counters.droppedMessages.increment();
            }
        } else {
            onSequenced(session, templateId, isWhole);
        }
        message.wrap(0, 0);
    }

    /** False when the message cannot be attributed to its gateway. */
    private boolean readHeaders(final ClientSession session, final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH + COMMAND_HEADER_LENGTH) {
            return false;
        }
        message.wrap(buffer, offset, length);
        messageHeader.wrap(message, 0);
        blockLength = messageHeader.blockLength();
        version = messageHeader.version();
        final int templateId = messageHeader.templateId();
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID || blockLengthOf(templateId) == UNKNOWN ||
            blockLength < COMMAND_HEADER_LENGTH) {
            return false;
        }
        commandHeader.wrap(message, HEADER_LENGTH);
        header.inSequence = commandHeader.inSequence();
        header.correlationId = commandHeader.correlationId();
        header.accountId = commandHeader.accountId();
        header.gatewayId = commandHeader.gatewayId();
        header.connectionId = commandHeader.connectionId();
        header.commandTemplateId = templateId;
        // Every message is a gateway's, in its own name: other principals may open a session and send nothing yet.
        return header.gatewayId > GatewayPrincipal.NONE &&
            header.gatewayId == GatewayPrincipal.gatewayId(session.encodedPrincipal());
    }

    private void onGatewayLogon(final ClientSession session) {
        gatewayLogon.wrap(message, HEADER_LENGTH, blockLength, version);
        final long gatewayEpoch = gatewayLogon.gatewayEpoch();
        events.begin(header.logPosition);
        final boolean isLoggedOn = engine.gatewayLogon(header, gatewayEpoch);
        final long lastInSequence = engine.lastInSequence(header.gatewayId);
        final ResultCode refusal = lastInSequence < 0 ? ResultCode.LIMIT_REACHED : ResultCode.INVALID_STATE;
        replies.gatewayLogon(
            session, header.correlationId, gatewayEpoch, lastInSequence, isLoggedOn ? ResultCode.OK : refusal);
    }

    private void onSequenced(final ClientSession session, final int templateId, final boolean isWhole) {
        final long lastInSequence = engine.lastInSequence(header.gatewayId);
        if (lastInSequence < 0 || header.inSequence != lastInSequence + 1) {
            counters.outOfSequenceMessages.increment();
            replies.sequence(session, header.correlationId, header.inSequence, lastInSequence);
            return;
        }
        events.begin(header.logPosition);
        if (isWhole) {
            execute(templateId);
        } else {
            counters.malformedMessages.increment();
            engine.rejectMalformed(header);
        }
        if (events.resultCount() != 1 || engine.lastInSequence(header.gatewayId) != header.inSequence) {
            throw new IllegalStateException("command ended with " + events.resultCount() + " results: templateId=" +
                templateId + " inSequence=" + header.inSequence + " gatewayId=" + header.gatewayId +
                " lastInSequence=" + engine.lastInSequence(header.gatewayId));
        }
        egress.send(session);
    }

    private void execute(final int templateId) {
        switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID -> onNewOrder();
            case CancelOrderDecoder.TEMPLATE_ID -> {
                cancelOrder.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed4Decoder id = cancelOrder.clientOrderId();
                engine.cancelOrder(header, cancelOrder.orderId(), id.word0(), id.word1(), id.word2(), id.word3());
            }
            case CancelAllDecoder.TEMPLATE_ID ->
                engine.cancelAll(header, cancelAll.wrap(message, HEADER_LENGTH, blockLength, version).instrumentId());
            case ReplaceOrderDecoder.TEMPLATE_ID -> onReplaceOrder();
            case DepositDecoder.TEMPLATE_ID -> {
                deposit.wrap(message, HEADER_LENGTH, blockLength, version);
                final Id128Decoder id = deposit.idempotencyId();
                engine.deposit(header, deposit.assetId(), deposit.amount(), id.high(), id.low());
            }
            case RequestWithdrawalDecoder.TEMPLATE_ID -> {
                requestWithdrawal.wrap(message, HEADER_LENGTH, blockLength, version);
                final Id128Decoder id = requestWithdrawal.idempotencyId();
                engine.requestWithdrawal(
                    header, requestWithdrawal.assetId(), requestWithdrawal.amount(), id.high(), id.low(),
                    requestWithdrawal.settleAtOnce() == 1);
            }
            case FinishWithdrawalDecoder.TEMPLATE_ID -> {
                finishWithdrawal.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.finishWithdrawal(header, finishWithdrawal.withdrawalId(), finishWithdrawal.outcomeRaw());
            }
            case CreateAccountDecoder.TEMPLATE_ID -> {
                final Id128Decoder id = createAccount.wrap(message, HEADER_LENGTH, blockLength, version).externalId();
                engine.createAccount(header, id.high(), id.low());
            }
            case DefineAssetDecoder.TEMPLATE_ID -> {
                defineAsset.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed2Decoder symbol = defineAsset.symbol();
                engine.defineAsset(header, symbol.word0(), symbol.word1(), defineAsset.decimals());
            }
            case DefineInstrumentDecoder.TEMPLATE_ID -> onDefineInstrument();
            case SetInstrumentStateDecoder.TEMPLATE_ID -> {
                setInstrumentState.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.setInstrumentState(header, setInstrumentState.instrumentId(), setInstrumentState.stateRaw());
            }
            default -> throw new IllegalStateException("templateId=" + templateId);
        }
    }

    private void onNewOrder() {
        newOrder.wrap(message, HEADER_LENGTH, blockLength, version);
        final Packed4Decoder id = newOrder.clientOrderId();
        request.clientOrderId0 = id.word0();
        request.clientOrderId1 = id.word1();
        request.clientOrderId2 = id.word2();
        request.clientOrderId3 = id.word3();
        request.priceTicks = newOrder.priceTicks();
        request.quantityLots = newOrder.quantityLots();
        request.quoteAmount = newOrder.quoteAmount();
        request.instrumentId = newOrder.instrumentId();
        request.side = newOrder.sideRaw();
        request.orderType = newOrder.orderTypeRaw();
        request.timeInForce = newOrder.timeInForceRaw();
        engine.newOrder(header, request);
    }

    private void onReplaceOrder() {
        replaceOrder.wrap(message, HEADER_LENGTH, blockLength, version);
        final Packed4Decoder original = replaceOrder.originalClientOrderId();
        final long original0 = original.word0();
        final long original1 = original.word1();
        final long original2 = original.word2();
        final long original3 = original.word3();
        final Packed4Decoder id = replaceOrder.clientOrderId();
        request.clientOrderId0 = id.word0();
        request.clientOrderId1 = id.word1();
        request.clientOrderId2 = id.word2();
        request.clientOrderId3 = id.word3();
        request.priceTicks = replaceOrder.priceTicks();
        request.quantityLots = replaceOrder.quantityLots();
        request.quoteAmount = 0;
        request.instrumentId = 0;
        request.side = 0;
        request.orderType = replaceOrder.orderTypeRaw();
        request.timeInForce = replaceOrder.timeInForceRaw();
        engine.replaceOrder(
            header, replaceOrder.originalOrderId(), original0, original1, original2, original3, request);
    }

    private void onDefineInstrument() {
        defineInstrument.wrap(message, HEADER_LENGTH, blockLength, version);
        final Packed2Decoder symbol = defineInstrument.symbol();
        definition.symbol0 = symbol.word0();
        definition.symbol1 = symbol.word1();
        definition.tickQuoteUnits = defineInstrument.tickQuoteUnits();
        definition.lotBaseUnits = defineInstrument.lotBaseUnits();
        definition.minQuantityLots = defineInstrument.minQuantityLots();
        definition.maxQuantityLots = defineInstrument.maxQuantityLots();
        definition.maxPriceTicks = defineInstrument.maxPriceTicks();
        definition.minNotional = defineInstrument.minNotional();
        definition.maxNotional = defineInstrument.maxNotional();
        definition.baseAssetId = defineInstrument.baseAssetId();
        definition.quoteAssetId = defineInstrument.quoteAssetId();
        definition.makerFeePpm = defineInstrument.makerFeePpm();
        definition.takerFeePpm = defineInstrument.takerFeePpm();
        definition.priceRangeBasisPoints = defineInstrument.priceRangeBasisPoints();
        definition.initialState = defineInstrument.initialStateRaw();
        engine.defineInstrument(header, definition);
    }

    private void onQuery(final ClientSession session, final int templateId) {
        switch (templateId) {
            case QueryBalancesDecoder.TEMPLATE_ID -> replies.balances(session, header);
            case QueryOrderDecoder.TEMPLATE_ID -> {
                queryOrder.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed4Decoder id = queryOrder.clientOrderId();
                replies.order(
                    session, header, queryOrder.orderId(), id.word0(), id.word1(), id.word2(), id.word3());
            }
            case QueryOpenOrdersDecoder.TEMPLATE_ID -> {
                queryOpenOrders.wrap(message, HEADER_LENGTH, blockLength, version);
                replies.openOrders(session, header, queryOpenOrders.afterOrderId(), queryOpenOrders.instrumentId());
            }
            case QueryAssetTotalsDecoder.TEMPLATE_ID -> {
                queryAssetTotals.wrap(message, HEADER_LENGTH, blockLength, version);
                replies.assetTotals(session, header, queryAssetTotals.assetId());
            }
            case QueryStateHashDecoder.TEMPLATE_ID -> replies.stateHash(session, header);
            default -> throw new IllegalStateException("templateId=" + templateId);
        }
    }

    /** Length of the block of this version, or {@link #UNKNOWN} for what is no message of a gateway. */
    private static int blockLengthOf(final int templateId) {
        return switch (templateId) {
            case GatewayLogonDecoder.TEMPLATE_ID -> GatewayLogonDecoder.BLOCK_LENGTH;
            case NewOrderDecoder.TEMPLATE_ID -> NewOrderDecoder.BLOCK_LENGTH;
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.BLOCK_LENGTH;
            case CancelAllDecoder.TEMPLATE_ID -> CancelAllDecoder.BLOCK_LENGTH;
            case ReplaceOrderDecoder.TEMPLATE_ID -> ReplaceOrderDecoder.BLOCK_LENGTH;
            case DepositDecoder.TEMPLATE_ID -> DepositDecoder.BLOCK_LENGTH;
            case RequestWithdrawalDecoder.TEMPLATE_ID -> RequestWithdrawalDecoder.BLOCK_LENGTH;
            case FinishWithdrawalDecoder.TEMPLATE_ID -> FinishWithdrawalDecoder.BLOCK_LENGTH;
            case CreateAccountDecoder.TEMPLATE_ID -> CreateAccountDecoder.BLOCK_LENGTH;
            case DefineAssetDecoder.TEMPLATE_ID -> DefineAssetDecoder.BLOCK_LENGTH;
            case DefineInstrumentDecoder.TEMPLATE_ID -> DefineInstrumentDecoder.BLOCK_LENGTH;
            case SetInstrumentStateDecoder.TEMPLATE_ID -> SetInstrumentStateDecoder.BLOCK_LENGTH;
            case QueryBalancesDecoder.TEMPLATE_ID -> QueryBalancesDecoder.BLOCK_LENGTH;
            case QueryOrderDecoder.TEMPLATE_ID -> QueryOrderDecoder.BLOCK_LENGTH;
            case QueryOpenOrdersDecoder.TEMPLATE_ID -> QueryOpenOrdersDecoder.BLOCK_LENGTH;
            case QueryAssetTotalsDecoder.TEMPLATE_ID -> QueryAssetTotalsDecoder.BLOCK_LENGTH;
            case QueryStateHashDecoder.TEMPLATE_ID -> QueryStateHashDecoder.BLOCK_LENGTH;
            default -> UNKNOWN;
        };
    }
}
