package io.bourse.node;

import io.bourse.node.MemberRecordings.Range;
import io.bourse.node.MemberRecordings.Snapshot;
import io.bourse.service.LogReplay;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks whether members have recorded the same, and whether it is what their log leads to. Reads files only, so that it does
 * not matter whether the members run, and writes nothing. Events and log are compared as far as two members both have them;
 * then the log of the member with most events is played through the engine, from the empty state or, when its beginning was
 * purged, from the oldest snapshot, and every event and state hash that comes out is held against what was recorded.
 */
public final class ClusterAudit {
    private static final int DIFFERENCES_MAX = 20;
    private static final int ATTEMPTS_MAX = 3;
    private static final long PROGRESS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);

    private final List<MemberRecordings> members = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final Consumer<String> progress;
    private final int memberCount;
    private final long auditInterval;
    private final boolean isQuick;

    private ClusterAudit(
        final int memberCount, final long auditInterval, final boolean isQuick, final Consumer<String> progress) {
        this.memberCount = memberCount;
        this.auditInterval = auditInterval;
        this.isQuick = isQuick;
        this.progress = progress;
    }

    /**
     * Audits.
     *
     * @param memberFolders data folders of all members, in order; those that hold nothing are left out
     * @param auditInterval {@code --audit-interval} of the members
     * @param isQuick       whether to play the log from the newest snapshot that all members have
     * @param progress      is told what is done, in sentences
     * @return what is different or damaged, in sentences; empty if nothing is
     * @throws NodeException if nothing can be said
     */
    public static List<String> run(
        final List<Path> memberFolders, final long auditInterval, final boolean isQuick, final Consumer<String> progress) {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            final ClusterAudit audit = new ClusterAudit(memberFolders.size(), auditInterval, isQuick, progress);
            try {
                audit.run(memberFolders);
                return audit.differences;
            } catch (final RecordingRemovedException removed) {
                progress.accept(removed.getMessage() + " while it was read: begins again");
            } catch (final IOException | UncheckedIOException failure) {
                throw new NodeException("the recordings cannot be read: " + failure, failure);
            }
        }
        throw new NodeException("the members remove their recordings faster than they are read: stop them first");
    }

    private void run(final List<Path> memberFolders) throws IOException {
        read(memberFolders);
        compare();
        replay();
        if (!differences.isEmpty()) {
            for (final MemberRecordings member : members) {
                member.requireThere();
            }
        }
    }

    private void read(final List<Path> memberFolders) throws IOException {
        for (int i = 0; i < memberFolders.size(); i++) {
            final Path folder = memberFolders.get(i);
            if (!ArchiveCatalog.exists(folder.resolve("archive"))) {
                progress.accept("member " + i + " has no data in " + folder);
                continue;
            }
            final MemberRecordings member = MemberRecordings.read(i, folder);
            if (member.log() == null || member.events().isEmpty()) {
                progress.accept("member " + i + " has recorded nothing yet");
                continue;
            }
            members.add(member);
            describe(member);
        }
        if (members.isEmpty()) {
            throw new NodeException("no member has recorded anything");
        }
    }

    private void describe(final MemberRecordings member) {
        final StringBuilder text = new StringBuilder(128)
            .append("member ").append(member.memberId()).append(": every frame read;");
        for (final Range range : member.events()) {
            text.append(" events ").append(range.start()).append(" to ").append(range.end()).append(" (")
                .append(range.frames()).append("),");
            addDamage(member, "events", range);
        }
        text.append(" log ").append(member.log().start()).append(" to ").append(member.log().end()).append(" (")
            .append(member.log().frames()).append(" frames), snapshots at ")
            .append(member.snapshots().stream().map(Snapshot::logPosition).toList());
        addDamage(member, "log", member.log());
        progress.accept(text.toString());
    }

    private void addDamage(final MemberRecordings member, final String what, final Range range) {
        if (!range.damage().isEmpty()) {
            add(what + " of member " + member.memberId() + ": " + range.damage());
        }
    }

    private void compare() throws IOException {
        final MemberRecordings reference = reference();
        final long committed = committed(reference);
        for (final MemberRecordings other : members) {
            if (other != reference) {
                for (final Range mine : reference.events()) {
                    for (final Range theirs : other.events()) {
                        compare("events", reference, mine, other, theirs, Long.MAX_VALUE);
                    }
                }
                compare("log", reference, reference.log(), other, other.log(), committed);
                compareSnapshots(reference, other);
            }
        }
    }

    /** Entries behind what has led to events may still be taken back by an election. */
    private long committed(final MemberRecordings member) throws IOException {
        final long[] position = new long[1];
        final Range newest = member.events().getLast();
        try (RecordingReader reader = member.reader(newest.recording())) {
            reader.read(newest.start(), newest.end(), (buffer, offset, length, end) ->
                position[0] = EventFrame.logPosition(buffer, offset + RecordingReader.HEADER_LENGTH));
        }
        return position[0];
    }

    private void compare(
        final String what, final MemberRecordings one, final Range mine, final MemberRecordings other, final Range theirs,
        final long limit) throws IOException {
        final long from = Math.max(mine.start(), theirs.start());
        final long to = Math.min(limit, Math.min(mine.end(), theirs.end()));
        if (from >= to) {
            return;
        }
        final long[] counts = new long[2];
        final long[] different = {-1};
        try (RecordingReader first = one.reader(mine.recording()); RecordingReader second = other.reader(theirs.recording())) {
            first.read(from, to, (buffer, offset, length, position) -> {
                counts[0]++;
                final long begin = position - (length + RecordingReader.FRAME_ALIGNMENT - 1 & -RecordingReader.FRAME_ALIGNMENT);
                if (different[0] < 0 && !isSame(second, begin, buffer, offset, length)) {
                    different[0] = begin;
                }
            });
            second.read(from, to, (buffer, offset, length, position) -> counts[1]++);
        }
        final String pair = what + " of members " + one.memberId() + " and " + other.memberId();
        if (different[0] >= 0) {
            add(pair + " differ from position " + different[0] + " on");
        } else if (counts[0] != counts[1]) {
            add(pair + " have " + counts[0] + " and " + counts[1] + " frames from " + from + " to " + to);
        } else {
            progress.accept(pair + " are equal, byte for byte, from " + from + " to " + to + " (" + counts[0] + " frames)");
        }
    }

    private static boolean isSame(
        final RecordingReader reader, final long begin, final DirectBuffer buffer, final int offset, final int length) {
        try {
            return reader.carries(begin, buffer, offset + RecordingReader.HEADER_LENGTH, length - RecordingReader.HEADER_LENGTH);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void compareSnapshots(final MemberRecordings one, final MemberRecordings other) throws IOException {
        for (final Snapshot mine : one.snapshots()) {
            for (final Snapshot theirs : other.snapshots()) {
                if (mine.logPosition() == theirs.logPosition()) {
                    final boolean isSame = one.messages(mine).equals(other.messages(theirs));
                    final String pair = "snapshots of members " + one.memberId() + " and " + other.memberId() +
                        " at log position " + mine.logPosition();
                    if (isSame) {
                        progress.accept(pair + " are equal, byte for byte");
                    } else {
                        add(pair + " differ");
                    }
                }
            }
        }
    }

    /** The member with most events: its log has what led to them. */
    private MemberRecordings reference() {
        MemberRecordings most = members.getFirst();
        for (final MemberRecordings member : members) {
            if (member.eventsEnd() > most.eventsEnd()) {
                most = member;
            }
        }
        return most;
    }

    private void replay() throws IOException {
        final MemberRecordings member = reference();
        final Range log = member.log();
        final Played played = new Played(member);
        final LogReplay replay = new LogReplay(memberCount, auditInterval, played);
        final Optional<Snapshot> snapshot = firstSnapshot(member);
        if (log.start() > 0 && snapshot.isEmpty()) {
            add("the log of member " + member.memberId() + " begins at " + log.start() + " and there is no snapshot behind: it "
                + "cannot be played");
            return;
        }
        long from = 0;
        if (snapshot.isPresent()) {
            from = snapshot.get().logPosition();
            replay.load(member.messages(snapshot.get()));
        }
        progress.accept("playing the log of member " + member.memberId() + " from " + (snapshot.isPresent() ?
            "the snapshot at " + from : "its beginning") + " to " + log.end());
        final long[] nextProgressNs = {System.nanoTime() + PROGRESS_INTERVAL_NS};
        final RecordingReader.FrameHandler handler = MemberRecordings.assembling((buffer, offset, length, position) -> {
            if (played.isSame) {
                replay.onEntry(buffer, offset, length, position);
                if (System.nanoTime() - nextProgressNs[0] > 0) {
                    nextProgressNs[0] += PROGRESS_INTERVAL_NS;
                    progress.accept("played " + replay.entryCount() + " entries, to " + position + " of " + log.end() + ", "
                        + played.eventCount + " events are as recorded");
                }
            }
        });
        try (RecordingReader reader = member.reader(log.recording())) {
            reader.read(from, log.end(), handler);
        } catch (final IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException failure) {
            add("the log of member " + member.memberId() + " cannot be played: " + failure);
        }
        played.close();
        if (played.isSame && replay.eventPosition() < member.eventsEnd()) {
            add("member " + member.memberId() + " has events up to " + member.eventsEnd() + ", its log leads to events up to " +
                replay.eventPosition() + " only");
        }
        progress.accept("played " + replay.entryCount() + " entries: " + played.eventCount + " events as recorded, " +
            played.unrecordedCount + " not recorded there, " + played.snapshotCount + " snapshots of the same state, " +
            replay.comparedReportCount() + " state reports of members compared, newest event " + replay.eventSequence());
    }

    private Optional<Snapshot> firstSnapshot(final MemberRecordings member) {
        final long start = member.log().start();
        if (isQuick) {
            return member.snapshots().stream().filter(each -> each.logPosition() >= start && isEverywhere(each))
                .reduce((older, newer) -> newer);
        }
        return start == 0 ? Optional.empty() :
            member.snapshots().stream().filter(each -> each.logPosition() >= start).findFirst();
    }

    private boolean isEverywhere(final Snapshot snapshot) {
        return members.stream().allMatch(member -> member.snapshots().stream()
            .anyMatch(each -> each.logPosition() == snapshot.logPosition()));
    }

    private void add(final String difference) {
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(difference);
            progress.accept("DIFFERENT: " + difference);
        }
    }

    /** Holds what comes out of the log against what was recorded. */
    private final class Played implements LogReplay.Listener {
        private final MemberRecordings member;
        private final List<RecordingReader> readers = new ArrayList<>();
        private boolean isSame = true;
        private long eventCount;
        private long unrecordedCount;
        private int snapshotCount;

        private Played(final MemberRecordings member) {
            this.member = member;
            member.events().forEach(range -> readers.add(member.reader(range.recording())));
        }

        @Override
        public void onEvent(final DirectBuffer buffer, final int length, final long begin, final long end) {
            boolean isRecorded = false;
            for (int i = 0; i < readers.size() && isSame; i++) {
                final Range range = member.events().get(i);
                if (begin >= range.start() && end <= range.end()) {
                    isRecorded = true;
                    if (!isSame(begin, readers.get(i), buffer, length)) {
                        isSame = false;
                        add("the log of member " + member.memberId() + " leads to another event at position " + begin +
                            " than it has recorded: event " + EventFrame.eventSequence(buffer, 0) + " of the command at log "
                            + "position " + EventFrame.logPosition(buffer, 0) + "; nothing behind was compared");
                    }
                }
            }
            eventCount += isRecorded ? 1 : 0;
            unrecordedCount += isRecorded ? 0 : 1;
        }

        @Override
        public void onSnapshot(final long logPosition, final long stateHash) {
            for (final MemberRecordings each : members) {
                for (final Snapshot snapshot : each.snapshots()) {
                    if (snapshot.logPosition() == logPosition) {
                        compareState(each, snapshot, stateHash);
                    }
                }
            }
        }

        @Override
        public void onDifference(final String what) {
            add("the log leads to another state than members have reported: " + what);
        }

        private void compareState(final MemberRecordings each, final Snapshot snapshot, final long stateHash) {
            try {
                final List<DirectBuffer> messages = each.messages(snapshot);
                if (!LogReplay.isOfThisFormat(messages)) {
                    progress.accept("the snapshot of member " + each.memberId() + " at " + snapshot.logPosition() +
                        " is of an older format, its state was not compared");
                    return;
                }
                final long theirs = LogReplay.stateHash(messages);
                snapshotCount++;
                if (theirs != stateHash) {
                    add("the log leads to state " + Long.toHexString(stateHash) + " at " + snapshot.logPosition() +
                        ", the snapshot of member " + each.memberId() + " there is of " + Long.toHexString(theirs));
                }
            } catch (final IOException failure) {
                add(failure.getMessage());
            }
        }

        private static boolean isSame(
            final long begin, final RecordingReader reader, final DirectBuffer buffer, final int length) {
            try {
                return reader.carries(begin, buffer, 0, length);
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private void close() {
            readers.forEach(RecordingReader::close);
        }
    }
}
