package io.bourse.client;

import io.bourse.node.ClusterOfOne;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class EventStreamReaderTest {
    private static final long DIVERGED_AFTER_NS = TimeUnit.SECONDS.toNanos(1);
    /** Above the five seconds for which an archive bears with a session that reads no answer. */
    private static final long ARCHIVE_PATIENCE_NS = TimeUnit.SECONDS.toNanos(7);

    @TempDir
    Path folder;

    @Test
    void shouldGoOnFromACheckpointOrFromTheLiveEndOrNotAtAll() {
        try (ClusterOfOne cluster = new ClusterOfOne(folder)) {
            final List<Long> sequences = new ArrayList<>();
            final List<EventCheckpoint> checkpoints = new ArrayList<>();
            final EventHandler handler = (buffer, offset, length, at) -> {
                sequences.add(at.eventSequence());
                checkpoints.add(at.copy());
            };
            cluster.produce(20);
            try (EventStreamReader reader = reader(cluster, new EventCheckpoint(), handler)) {
                cluster.await(() -> reader.poll(7) >= 0 && sequences.size() >= 20);
            }
            assertEquals(1, sequences.getFirst());

            final EventCheckpoint tenth = checkpoints.get(9);
            sequences.clear();
            try (EventStreamReader reader = reader(cluster, tenth, handler)) {
                cluster.await(() -> reader.poll(1) >= 0 && sequences.size() >= 3);
            }
            assertEquals(List.of(11L, 12L, 13L), sequences.subList(0, 3));

            final long last = checkpoints.getLast().eventSequence();
            sequences.clear();
            try (EventStreamReader reader =
                EventStreamReader.fromLiveEnd(cluster.connection().aeron(), cluster.endpoints(), cluster.key(), handler)) {
                cluster.await(() -> reader.poll(10) >= 0 && reader.isFollowing());
                cluster.produce(1);
                cluster.await(() -> reader.poll(10) >= 0 && !sequences.isEmpty());
            }
            assertTrue(sequences.getFirst() > last);

            final EventCheckpoint at = checkpoints.get(15);
            for (final EventCheckpoint wrong : List.of(
                new EventCheckpoint(at.epoch(), at.eventSequence(), at.startPosition(), at.nextPosition(), 42),
                new EventCheckpoint(42, at.eventSequence(), at.startPosition(), at.nextPosition(), at.chainHash()),
                new EventCheckpoint(at.epoch(), at.eventSequence() + 1, at.startPosition(), at.nextPosition(),
                    at.chainHash()),
                new EventCheckpoint(at.epoch(), at.eventSequence(), at.startPosition() + 32, at.nextPosition(), at.chainHash()),
                new EventCheckpoint(at.epoch(), 9_999, 9_999_968, 10_000_000, 1))) {
                sequences.clear();
                try (EventStreamReader reader = reader(cluster, wrong, handler)) {
                    assertThrows(EventStreamDivergedException.class, () -> cluster.await(() -> reader.poll(10) > 0));
                }
                assertEquals(List.of(), sequences);
            }
        }
    }

    @Test
    void shouldHandTheSameEventAgainWhenTheHandlerFailed() {
        try (ClusterOfOne cluster = new ClusterOfOne(folder)) {
            cluster.produce(5);
            final List<Long> sequences = new ArrayList<>();
            final EventHandler handler = (buffer, offset, length, at) -> {
                if (at.eventSequence() == 3 && sequences.size() == 2) {
                    sequences.add(-3L);
                    throw new IllegalArgumentException("no");
                }
                sequences.add(at.eventSequence());
            };
            try (EventStreamReader reader = reader(cluster, new EventCheckpoint(), handler)) {
                assertThrows(IllegalArgumentException.class, () -> cluster.await(() -> reader.poll(1) > 99));
                cluster.await(() -> reader.poll(10) >= 0 && sequences.size() >= 5);
            }
            assertEquals(List.of(1L, 2L, -3L, 3L, 4L), sequences.subList(0, 5));
        }
    }

    /** A consumer whose database hangs polls nothing: the archive gives its session up, which must not be the end. */
    @Test
    void shouldGoOnAfterNobodyPolledItForLongerThanAnArchiveIsPatient() {
        try (ClusterOfOne cluster = new ClusterOfOne(folder)) {
            final List<Long> sequences = new ArrayList<>();
            try (EventStreamReader reader = reader(cluster, new EventCheckpoint(),
                (buffer, offset, length, at) -> sequences.add(at.eventSequence()))) {
                cluster.produce(5);
                cluster.await(() -> reader.poll(10) >= 0 && sequences.size() >= 5);
                final long resumeNs = System.nanoTime() + ARCHIVE_PATIENCE_NS;
                while (System.nanoTime() < resumeNs) {
                    cluster.produce(100);
                }
                final int taken = sequences.size();
                cluster.await(() -> reader.poll(10) >= 0 && sequences.size() >= taken + 100);
                for (int i = 0; i < sequences.size(); i++) {
                    assertEquals(i + 1, sequences.get(i));
                }
            }
        }
    }

    private static EventStreamReader reader(
        final ClusterOfOne cluster, final EventCheckpoint from, final EventHandler handler) {
        return new EventStreamReader(
            cluster.connection().aeron(), cluster.endpoints(), cluster.key(), from, handler, DIVERGED_AFTER_NS);
    }
}
