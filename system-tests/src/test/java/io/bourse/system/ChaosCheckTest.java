package io.bourse.system;

import io.bourse.system.Attempt.Outcome;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a campaign measures and compares, on forged histories. */
final class ChaosCheckTest {
    private static final long MS = 1_000_000L;

    @Test
    void shouldFindAnOrderThatOvertookOneAnsweredBefore() {
        final List<Attempt> orders = List.of(order("t0-1", 8, 0, 10), order("t1-1", 7, 20, 30));
        assertEquals(1, ChaosInvariants.disorder(orders).size());
    }

    @Test
    void shouldLetOrdersThatWereUnderWayAtTheSameTimeComeInAnyOrder() {
        assertEquals(List.of(), ChaosInvariants.disorder(List.of(order("t0-1", 8, 0, 25), order("t1-1", 7, 20, 30))));
    }

    @Test
    void shouldMeasureTheLongestTimeWithoutAnAcknowledgement() {
        final Progress progress = new Progress();
        for (final long atMs : new long[]{10, 20, 70, 75, 200}) {
            progress.onAcknowledged(atMs == 200 ? 2 : 1, (atMs - 5) * MS, atMs * MS);
        }
        assertEquals(50 * MS, progress.longestGapNs(30 * MS, 80 * MS));
        assertEquals(125 * MS, progress.longestGapNs(30 * MS, 300 * MS));
        assertEquals(100 * MS, progress.longestGapNs(210 * MS, 300 * MS));
        assertEquals(170 * MS, progress.lastServedAgainNs(30 * MS, 300 * MS, 2));
        assertEquals(0, progress.lastServedAgainNs(30 * MS, 100 * MS, 2));
        assertEquals(70 * MS, progress.firstAnswerToOneSentAfter(15 * MS));
    }

    @Test
    void shouldShowThePublishedRunsAsTheirReportsHaveThem() throws IOException {
        final PublishedRuns runs = new PublishedRuns(Path.of(System.getProperty("bourse.root", "..")));
        assertEquals(Files.readString(runs.document()), runs.renewed());
    }

    private static Attempt order(final String clientOrderId, final long orderId, final long sentMs, final long answeredMs) {
        return new Attempt(
            1, clientOrderId, true, 100, 1, Outcome.ACKNOWLEDGED, orderId, 0, sentMs * MS, answeredMs * MS, "");
    }
}
