package io.bourse.node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class NodeOptionsTest {
    @Test
    void shouldTakeTheTimesOfElectionsFromTheProfileUnlessToldOtherwise() {
        assertTimesMs(100, 1_000, 500, options("--profile", "fast"));
        assertTimesMs(200, 2_000, 500, options("--profile", "dev"));
        assertTimesMs(50, 500, 250, options("--profile", "durable", "--leader-timeout", "500"));
    }

    @Test
    void shouldForceToDiskUnlessToldOtherwise() {
        assertEquals(1, options().profile().fileSyncLevel());
        assertEquals(0, options("--profile", "fast").profile().fileSyncLevel());
        assertEquals(0, options("--profile", "dev").profile().fileSyncLevel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "249", "10001", "-500"})
    void shouldRefuseATimeoutThatNoClusterLivesWith(final String timeoutMs) {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> options("--leader-timeout", timeoutMs)).getMessage();
        assertEquals("--leader-timeout must be 250 to 10000 ms, not " + timeoutMs, message);
    }

    private static NodeOptions options(final String... options) {
        final List<String> all = new ArrayList<>(List.of("--member-id", "0", "--data-dir", "data", "--cluster-key-file", "key"));
        all.addAll(List.of(options));
        return ClusterNode.parse(all.toArray(String[]::new));
    }

    private static void assertTimesMs(
        final long heartbeatMs, final long timeoutMs, final long electionMs, final NodeOptions options) {
        assertEquals(TimeUnit.MILLISECONDS.toNanos(heartbeatMs), options.members().leaderHeartbeatIntervalNs(options.profile()));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(timeoutMs), options.members().leaderHeartbeatTimeoutNs(options.profile()));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(electionMs), options.members().electionTimeoutNs(options.profile()));
    }
}
