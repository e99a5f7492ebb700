package io.bourse.node;

import io.bourse.client.AeronConnection;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventStreamReader;
import io.bourse.schema.DepositAppliedDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PrincipalKey;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A consumer of tests: keeps every event it is handed. */
final class EventLog implements AutoCloseable {
    final List<UnsafeBuffer> frames = new ArrayList<>();
    final List<Long> sequences = new ArrayList<>();
    final List<Long> positions = new ArrayList<>();
    EventCheckpoint checkpoint = new EventCheckpoint();
    EventStreamReader reader;
    private final AeronConnection connection;
    private final ClusterEndpoints endpoints;
    private final PrincipalKey key;

    EventLog(final AeronConnection connection, final ClusterEndpoints endpoints, final PrincipalKey key) {
        this.key = key;
        this.connection = connection;
        this.endpoints = endpoints;
        reopen();
    }

    /** A new process of the consumer, at its stored checkpoint. */
    void reopen() {
        if (reader != null) {
            reader.close();
        }
        reader = new EventStreamReader(connection.aeron(), endpoints, key, checkpoint, (buffer, offset, length, at) -> {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            frames.add(new UnsafeBuffer(copy));
            sequences.add(at.eventSequence());
            positions.add(at.startPosition());
            checkpoint = at.copy();
        });
    }

    void awaitCount(final int count) {
        TestCluster.await(count + " events, has " + frames.size(), () -> {
            while (reader.poll(100) > 0) {
                continue;
            }
            return frames.size() >= count;
        });
    }

    /** Every sequence once, from 1. */
    boolean isContiguous() {
        for (int i = 0; i < sequences.size(); i++) {
            if (sequences.get(i) != i + 1) {
                return false;
            }
        }
        return true;
    }

    /** Idempotency ids of the deposits: of a {@link TestGateway}, its sequence. */
    List<Long> depositIds() {
        return frames.stream().filter(frame -> EventFrame.templateId(frame, 0) == DepositAppliedDecoder.TEMPLATE_ID)
            .map(frame -> new DepositAppliedDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder())
                .idempotencyId().low()).toList();
    }

    /** One line per event: where it stands and what it holds. */
    List<String> describe() {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            lines.add(positions.get(i) + " " + HexFormat.of().formatHex(frames.get(i).byteArray()));
        }
        return lines;
    }

    @Override
    public void close() {
        reader.close();
    }
}
