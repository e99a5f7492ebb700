package io.bourse.node;

import io.bourse.service.LogReplay;
import io.bourse.service.OracleReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Whether the rules, as the oracle has them, lead from the log of a cluster to its events: the log is played through the
 * production service, which {@link ClusterAudit} holds against what was recorded, through the engine alone, whose state must
 * be that of the service at each snapshot, and through the oracle, whose events must be those of the engine.
 */
public final class OracleAudit {
    private OracleAudit() {
    }

    /**
     * Audits members that have stopped.
     *
     * @param memberFolders data folders of all members
     * @param auditInterval {@code --audit-interval} of the members
     * @param progress      is told what was done
     * @return what is different; empty if nothing is
     */
    public static List<String> run(
        final List<Path> memberFolders, final long auditInterval, final Consumer<String> progress) {
        try {
            final Optional<MemberRecordings> whole = whole(memberFolders);
            if (whole.isEmpty()) {
                progress.accept("no member has its log from the beginning on: the oracle was not asked");
                return List.of();
            }
            return play(whole.get(), memberFolders.size(), auditInterval, progress);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The member with most events of those whose log was never cut. */
    private static Optional<MemberRecordings> whole(final List<Path> memberFolders) throws IOException {
        MemberRecordings most = null;
        for (int i = 0; i < memberFolders.size(); i++) {
            final MemberRecordings member = MemberRecordings.read(i, memberFolders.get(i));
            if (member.log() != null && member.log().start() == 0 && (most == null || member.eventsEnd() > most.eventsEnd())) {
                most = member;
            }
        }
        return Optional.ofNullable(most);
    }

    private static List<String> play(
        final MemberRecordings member, final int memberCount, final long auditInterval, final Consumer<String> progress)
        throws IOException {
        final OracleReplay oracle = new OracleReplay();
        final States states = new States(oracle);
        final LogReplay service = new LogReplay(memberCount, auditInterval, states);
        try (RecordingReader reader = member.reader(member.log().recording())) {
            reader.read(0, member.log().end(), MemberRecordings.assembling((buffer, offset, length, position) -> {
                oracle.onEntry(buffer, offset, length);
                service.onEntry(buffer, offset, length, position);
            }));
        }
        progress.accept("played " + oracle.commandCount() + " commands of the log of member " + member.memberId() +
            " through the oracle, compared the state at " + states.compared + " snapshots");
        final List<String> differences = new ArrayList<>(states.differences);
        if (!oracle.difference().isEmpty()) {
            differences.add(oracle.difference());
        }
        if (oracle.commandCount() == 0 || states.compared == 0) {
            differences.add("nothing was compared: " + oracle.commandCount() + " commands, " + states.compared + " snapshots");
        }
        return differences;
    }

    /** Of the service and of the engine that the oracle was compared with. */
    private static final class States implements LogReplay.Listener {
        private final OracleReplay oracle;
        private final List<String> differences = new ArrayList<>();
        private int compared;

        private States(final OracleReplay oracle) {
            this.oracle = oracle;
        }

        @Override
        public void onEvent(final DirectBuffer buffer, final int length, final long begin, final long end) {
            // Held against the recording by ClusterAudit.
        }

        @Override
        public void onSnapshot(final long logPosition, final long stateHash) {
            compared++;
            if (stateHash != oracle.stateHash()) {
                differences.add("at log position " + logPosition + " the service is in state " + Long.toHexString(stateHash) +
                    ", the engine that was compared with the oracle in " + Long.toHexString(oracle.stateHash()));
            }
        }

        @Override
        public void onDifference(final String what) {
            differences.add(what);
        }
    }
}
