package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.bourse.service.HousekeepingView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a member's disk bounded, on a thread of its own: of snapshots the newest two stay, of the Raft log what comes after
 * the older of them, of events what somebody has to read. What is removed is no state: members may differ in it.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);
    private static final long STOP_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);

    private final HousekeepingOptions options;
    private final DataFolder folder;
    private final MemberContexts contexts;
    private final MediaDriver driver;
    private final HousekeepingView view;
    private final StorageWatch storage;
    private final MemberLogs memberLogs;
    private final StuckJoin stuckJoin;
    private final Runnable onLeftBehind;
    private final Thread thread;
    private long purgedKeptFrom = KeptSnapshots.NONE;
    private long purgedEvents;

    private Housekeeping(
        final HousekeepingOptions options, final DataFolder folder, final MemberContexts contexts, final MediaDriver driver,
        final HousekeepingView view, final StuckJoin stuckJoin, final Runnable onLeftBehind) {
        this.options = options;
        this.folder = folder;
        this.contexts = contexts;
        this.driver = driver;
        this.view = view;
        this.stuckJoin = stuckJoin;
        this.onLeftBehind = onLeftBehind;
        memberLogs = new MemberLogs(contexts);
        storage = new StorageWatch(options, folder, contexts, driver, view);
        thread = new Thread(this::run, contexts.name() + "-housekeeping");
        thread.setDaemon(true);
    }

    /**
     * Begins to look, until closed.
     *
     * @param stuckJoin    says when the others are to be asked whether they still have what this member lacks
     * @param onLeftBehind called when they have not
     */
    static Housekeeping start(
        final HousekeepingOptions options, final DataFolder folder, final MemberContexts contexts, final MediaDriver driver,
        final HousekeepingView view, final StuckJoin stuckJoin, final Runnable onLeftBehind) {
        final Housekeeping housekeeping =
            new Housekeeping(options, folder, contexts, driver, view, stuckJoin, onLeftBehind);
        housekeeping.thread.start();
        return housekeeping;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(options.intervalMs());
                look();
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            storage.look();
        } catch (final IOException | RuntimeException failure) {
            onFailure("the room on the disk was not looked at or not reported", failure);
        }
        try {
            if (stuckJoin.pollWithoutLog() && isLeftBehind()) {
                onLeftBehind.run();
            }
        } catch (final RuntimeException failure) {
            onFailure("the others were not asked which log they have", failure);
        }
        try {
            final KeptSnapshots snapshots = KeptSnapshots.read(folder.cluster().toPath());
            final long events = eventsRemovable();
            final boolean hasSnapshots = snapshots.keptFrom() > purgedKeptFrom;
            // Not by how much has come since the last look: what then was a part of a segment may be the whole of it now.
            if (hasSnapshots || events / options.segmentLength() > purgedEvents / options.segmentLength()) {
                purge(snapshots, hasSnapshots, events);
            }
        } catch (final IOException | RuntimeException failure) {
            onFailure("nothing was removed", failure);
        }
    }

    private boolean isLeftBehind() {
        try (Aeron aeron = Aeron.connect(contexts.client(driver, false))) {
            return memberLogs.isLeftBehind(aeron);
        }
    }

    private void onFailure(final String what, final Exception failure) {
        if (!Thread.currentThread().isInterrupted()) {
            LOGGER.warn("{}: {}, which is tried again: {}", contexts.name(), what, failure.toString());
        }
    }

    /** About the position before which events may go; the archive knows exactly. */
    private long eventsRemovable() {
        final long end = view.eventPosition();
        return Math.max(
            Math.min(view.confirmedPosition(), end - options.eventHistory()), end - options.eventHistoryMax());
    }

    private void purge(final KeptSnapshots snapshots, final boolean hasSnapshots, final long events) throws IOException {
        if (snapshots.hasObsolete()) {
            snapshots.invalidateObsolete();
        }
        // A client for the moment: one that lives longer has to be served all the time.
        try (Aeron aeron = Aeron.connect(contexts.client(driver, false));
            ArchivePurge purge = new ArchivePurge(
                contexts.name(), AeronArchive.connect(contexts.housekeepingArchiveClient().aeron(aeron)))) {
            if (hasSnapshots && purge.snapshots(snapshots.keptRecordingIds()) &&
                purge.log(snapshots.logRecordingId(), snapshots.keptFrom(), memberLogs.slowest(aeron), options.logHistory(),
                    options.logHistoryMax())) {
                purgedKeptFrom = snapshots.keptFrom();
            }
            if (purge.events(view.confirmedPosition(), options.eventHistory(), options.eventHistoryMax())) {
                purgedEvents = events;
            }
        }
    }
}
