package io.bourse.service;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SnapshotScheduleTest {
    @Test
    void shouldBeDueByLengthOfTheLog() {
        final SnapshotSchedule schedule = new SnapshotSchedule(0, 1_000);
        schedule.onLogEntry(999, 1);
        assertFalse(schedule.isDue());
        schedule.onLogEntry(1_000, 2);
        assertTrue(schedule.isDue());
        schedule.onSnapshot(1_100, 3);
        schedule.onLogEntry(2_099, Long.MAX_VALUE);
        assertFalse(schedule.isDue());
        schedule.onLogEntry(2_100, Long.MAX_VALUE);
        assertTrue(schedule.isDue());
    }

    @Test
    void shouldBeDueByTimeOfTheLogWhenSomethingHappens() {
        final SnapshotSchedule schedule = new SnapshotSchedule(100, 0);
        schedule.onLogEntry(10, 5_000);
        schedule.onLogEntry(20, 5_099);
        assertFalse(schedule.isDue(), "since the first entry");
        schedule.onLogEntry(30, 5_100);
        assertTrue(schedule.isDue());
        schedule.onSnapshot(30, 5_100);
        assertFalse(schedule.isDue());
        schedule.onLogEntry(Long.MAX_VALUE, 5_199);
        assertFalse(schedule.isDue());
        schedule.onLogEntry(Long.MAX_VALUE, 5_200);
        assertTrue(schedule.isDue());
    }

    @Test
    void shouldNeverBeDueWhenBothAreOff() {
        final SnapshotSchedule schedule = new SnapshotSchedule(0, 0);
        schedule.onLogEntry(Long.MAX_VALUE, Long.MAX_VALUE);
        assertFalse(schedule.isDue());
    }
}
