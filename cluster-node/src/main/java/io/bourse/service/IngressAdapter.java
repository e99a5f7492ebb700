package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.schema.CommandHeaderDecoder;
import io.bourse.schema.GatewayLogonDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.QueryAssetTotalsDecoder;
import io.bourse.schema.QueryBalancesDecoder;
import io.bourse.schema.QueryOpenOrdersDecoder;
import io.bourse.schema.QueryOrderDecoder;
import io.bourse.schema.QueryStateHashDecoder;
import io.bourse.schema.ResultCode;
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

    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final CommandHeaderDecoder commandHeader = new CommandHeaderDecoder();
    private final GatewayLogonDecoder gatewayLogon = new GatewayLogonDecoder();
    private final QueryOrderDecoder queryOrder = new QueryOrderDecoder();
    private final QueryOpenOrdersDecoder queryOpenOrders = new QueryOpenOrdersDecoder();
    private final QueryAssetTotalsDecoder queryAssetTotals = new QueryAssetTotalsDecoder();

    private final CommandHeader header = new CommandHeader();
    private final OrderCommandAdapter orderCommands;
    private final AccountCommandAdapter accountCommands;
    private final PrincipalMessages principalMessages;
    private final Engine engine;
    private final EventPublisher events;
    private final ReplyPublisher replies;
    private final Egress egress;
    private final ServiceCounters counters;
    private int blockLength;
    private int version;

    IngressAdapter(
        final Engine engine, final EventPublisher events, final ReplyPublisher replies, final Egress egress,
        final ServiceCounters counters, final HousekeepingView view) {
        this.engine = engine;
        orderCommands = new OrderCommandAdapter(engine);
        accountCommands = new AccountCommandAdapter(engine);
        principalMessages = new PrincipalMessages(engine, events, view);
        this.events = events;
        this.replies = replies;
        this.egress = egress;
        this.counters = counters;
    }

    /** One message. Whatever it holds, it ends in a result, in a reply, noted, or counted. */
    void onMessage(
        final ClientSession session, final long timestampNs, final long logPosition,
        final DirectBuffer buffer, final int offset, final int length) {
        if (session == null || !readHeaders(session, buffer, offset, length)) {
            if (session == null || !principalMessages.onMessage(session, logPosition, buffer, offset, length)) {
                counters.droppedMessages.increment();
            }
            return;
        }
        header.timestampNs = timestampNs;
        header.logPosition = logPosition;
        final int templateId = header.commandTemplateId;
        final boolean isWhole =
            blockLength >= SchemaVersions.blockLength(templateId, version) && length >= HEADER_LENGTH + blockLength;
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

    /**
     * The time has come for which {@link Engine#nextDeadlineNs} asked. Nobody asks, so nobody is answered: the result of
     * gateway 0 only ends the transaction of those who read the stream.
     */
    void onTimer(final long timestampNs, final long logPosition) {
        header.timestampNs = timestampNs;
        header.logPosition = logPosition;
        header.inSequence = 0;
        header.correlationId = 0;
        header.accountId = 0;
        header.gatewayId = GatewayPrincipal.NONE;
        header.connectionId = 0;
        header.commandTemplateId = 0;
        events.begin(logPosition);
        engine.onTimer(header);
        if (events.resultCount() != 1) {
            throw new IllegalStateException("timer ended with " + events.resultCount() + " results");
        }
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
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID || blockLength < COMMAND_HEADER_LENGTH ||
            SchemaVersions.blockLength(templateId, version) == SchemaVersions.UNKNOWN) {
            return false;
        }
        commandHeader.wrap(message, HEADER_LENGTH);
        header.inSequence = commandHeader.inSequence();
        header.correlationId = commandHeader.correlationId();
        header.accountId = commandHeader.accountId();
        header.gatewayId = commandHeader.gatewayId();
        header.connectionId = commandHeader.connectionId();
        header.commandTemplateId = templateId;
        // In its own name.
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
            execute();
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

    private void execute() {
        if (!orderCommands.execute(header, message, blockLength, version) &&
            !accountCommands.execute(header, message, blockLength, version)) {
            throw new IllegalStateException("templateId=" + header.commandTemplateId);
        }
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
}
