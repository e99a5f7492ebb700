package io.bourse.service;

import io.bourse.engine.EngineLimits;
import org.agrona.SemanticVersion;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ApplicationVersionTest {
    private static final int MAJOR = SemanticVersion.major(ApplicationVersion.CURRENT);
    private static final int MINOR = SemanticVersion.minor(ApplicationVersion.CURRENT);

    @Test
    void shouldKnowItsOwnAndOlderLogs() {
        assertTrue(ApplicationVersion.isKnown(ApplicationVersion.CURRENT));
        assertTrue(ApplicationVersion.isKnown(SemanticVersion.compose(MAJOR, MINOR, 255)));
        assertTrue(ApplicationVersion.isKnown(SemanticVersion.compose(0, 0, 1)), "before there were versions");
        assertFalse(ApplicationVersion.isKnown(SemanticVersion.compose(MAJOR, MINOR + 1, 0)));
        assertFalse(ApplicationVersion.isKnown(SemanticVersion.compose(MAJOR + 1, 0, 0)));
    }

    @Test
    void shouldEndWhenTheLeaderIsNewer() {
        final List<Throwable> told = new ArrayList<>();
        final ExchangeService service = new ExchangeService(
            EngineLimits.defaults(), 0, 1, 10_000, null, new SnapshotSchedule(0, 0), () -> { }, new HousekeepingView(),
            told::add);
        assertThrows(AgentTerminationException.class, () -> service.onNewLeadershipTermEvent(
            3, 4_096, 1, 4_096, 2, 77, TimeUnit.NANOSECONDS, SemanticVersion.compose(MAJOR, MINOR + 1, 0)));
        assertEquals("member 2, which leads from log position=4096 on, is of version 0.5.0, this member of 0.4.0: start the " +
            "newer version here, too", told.getFirst().getMessage());
    }
}
