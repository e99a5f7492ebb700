package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import io.bourse.engine.Engine;
import io.bourse.schema.ConsumerProgressDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.RequestMarketSnapshotDecoder;
import io.bourse.schema.StorageReportDecoder;
import io.bourse.wire.Principal;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Decodes what others than gateways send: it has no command header, the session's name says who speaks. */
final class PrincipalMessages {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final ConsumerProgressDecoder consumerProgress = new ConsumerProgressDecoder();
    private final StorageReportDecoder storageReport = new StorageReportDecoder();
    private final Engine engine;
    private final EventPublisher events;
    private final HousekeepingView view;

    PrincipalMessages(final Engine engine, final EventPublisher events, final HousekeepingView view) {
        this.engine = engine;
        this.events = events;
        this.view = view;
    }

    /** False when it is no such message, is not whole, or comes from somebody who may not send it. */
    boolean onMessage(
        final ClientSession session, final long logPosition, final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH) {
            return false;
        }
        message.wrap(buffer, offset, length);
        messageHeader.wrap(message, 0);
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID ||
            length < HEADER_LENGTH + messageHeader.blockLength()) {
            return false;
        }
        return switch (messageHeader.templateId()) {
            case ConsumerProgressDecoder.TEMPLATE_ID ->
                messageHeader.blockLength() >= ConsumerProgressDecoder.BLOCK_LENGTH && onConsumerProgress(session);
            case StorageReportDecoder.TEMPLATE_ID ->
                messageHeader.blockLength() >= StorageReportDecoder.BLOCK_LENGTH && onStorageReport(session);
            case RequestMarketSnapshotDecoder.TEMPLATE_ID -> onRequestMarketSnapshot(session, logPosition);
            default -> false;
        };
    }

    private boolean onConsumerProgress(final ClientSession session) {
        consumerProgress.wrap(message, HEADER_LENGTH, messageHeader.blockLength(), messageHeader.version());
        final long nextPosition = consumerProgress.nextPosition();
        if (nextPosition < 0) {
            return false;
        }
        return switch (Principal.kindOf(session.encodedPrincipal())) {
            case MARKET_DATA -> {
                view.marketDataPosition(nextPosition);
                yield true;
            }
            case PERSISTENCE -> {
                view.persistencePosition(nextPosition);
                yield true;
            }
            case null, default -> false;
        };
    }

    private boolean onStorageReport(final ClientSession session) {
        if (Principal.kindOf(session.encodedPrincipal()) != Principal.MEMBER) {
            return false;
        }
        storageReport.wrap(message, HEADER_LENGTH, messageHeader.blockLength(), messageHeader.version());
        return engine.storage(
            Principal.numberOf(session.encodedPrincipal()), storageReport.memberCount(), storageReport.isLow() == 1);
    }

    private boolean onRequestMarketSnapshot(final ClientSession session, final long logPosition) {
        if (Principal.kindOf(session.encodedPrincipal()) != Principal.MARKET_DATA) {
            return false;
        }
        events.begin(logPosition);
        events.marketSnapshot(engine);
        return true;
    }
}
