package io.bourse.node;

import io.bourse.client.AeronConnection;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventStreamReader;
import io.bourse.wire.ClusterEndpoints;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/** A consumer of tests: keeps every event it is handed. */
final class EventLog implements AutoCloseable {
    final List<UnsafeBuffer> frames = new ArrayList<>();
    final List<Long> sequences = new ArrayList<>();
    EventCheckpoint checkpoint = new EventCheckpoint();
    EventStreamReader reader;
    private final AeronConnection connection;
    private final ClusterEndpoints endpoints;

    EventLog(final AeronConnection connection, final ClusterEndpoints endpoints) {
        this.connection = connection;
        this.endpoints = endpoints;
        reopen();
    }

    /** A new process of the consumer, at its stored checkpoint. */
    void reopen() {
        if (reader != null) {
            reader.close();
        }
        reader = new EventStreamReader(connection.aeron(), endpoints, checkpoint, (buffer, offset, length, at) -> {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            frames.add(new UnsafeBuffer(copy));
            sequences.add(at.eventSequence());
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

    @Override
    public void close() {
        reader.close();
    }
}
