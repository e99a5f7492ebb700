package io.bourse.deploy;

import io.aeron.cluster.service.Cluster;
import io.bourse.node.BackupNode;
import io.bourse.node.ClusterNode;
import io.bourse.wire.Principal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What is done to single members of a running cluster, one at a time, so that the others go on. */
final class MemberCare {
    private static final long ACTIVE_TIMEOUT_MS = 120_000;
    private static final long FOR_EVER_MS = TimeUnit.DAYS.toMillis(10_000);

    private final DataFolder folder;
    private final Settings settings;
    private final Progress progress;
    private final LocalCluster cluster;

    MemberCare(final DataFolder folder, final Progress progress) {
        this.folder = folder;
        this.settings = Settings.ofRunningCluster(folder);
        this.progress = progress;
        this.cluster = new LocalCluster(folder, progress);
    }

    /** Stops and starts every member, followers first, each only when all others take part. */
    void restartAll() {
        final List<Integer> waiting = new ArrayList<>(IntStream.range(0, settings.members()).boxed().toList());
        requireActive(waiting, "a restart of one more would stop the exchange");
        while (!waiting.isEmpty()) {
            final Optional<Integer> leader = cluster.leader();
            final int next = waiting.stream().filter(member -> leader.filter(member::equals).isEmpty()).findFirst()
                .orElse(waiting.getFirst());
            cluster.stopOne(name(next));
            cluster.startOne(Integer.toString(next));
            awaitActive(next);
            waiting.remove((Integer) next);
        }
        progress.step("all members run anew");
    }

    /**
     * Gives a member a new folder, copied from the others while they go on; the old one is kept aside.
     *
     * @param member    its number
     * @param timeoutMs for the copy
     */
    void replace(final int member, final long timeoutMs) {
        if (member < 0 || member >= settings.members()) {
            throw new StartupException("there is no member " + member + ": they are 0 to " + (settings.members() - 1));
        }
        // A member with a new folder has forgotten what it voted for and what it had acknowledged: the others must know.
        requireActive(IntStream.range(0, settings.members()).filter(other -> other != member).boxed().toList(),
            "a member may only be replaced while all others are well");
        if (cluster.role(name(member)).process().isPresent()) {
            cluster.stopOne(name(member));
        }
        takeSnapshot();
        final Path copy = folder.root().resolve(name(member) + ".copy");
        DataFolder.deleteTree(copy);
        copyOnce(copy, timeoutMs);
        try {
            final Path target = folder.member(member);
            putAside(target);
            BackupNode.restore(copy, target);
        } catch (final IOException e) {
            throw new StartupException("cannot move " + folder.member(member) + " aside: " + e, e);
        }
        DataFolder.deleteTree(copy);
        cluster.startOne(Integer.toString(member));
        awaitActive(member);
    }

    /** Copies the cluster into a folder, and goes on doing so until this process ends unless it is to be done once. */
    void backUp(final Path target, final boolean isOnce) {
        final BackupNode backup = launch(target, isOnce);
        final Thread stop = new Thread(backup::close, "backup-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Processes.await(() -> backup.isComplete() || backup.hasEnded(), FOR_EVER_MS);
        if (backup.isComplete()) {
            progress.step("the copy in " + target + " is complete" + (isOnce ? "" : ", and goes on until Ctrl-C"));
        }
        final Throwable failure = backup.awaitEnd();
        if (failure != null) {
            throw new StartupException("the backup has ended: " + failure, failure);
        }
    }

    /** Moves a folder out of the way, under a name with the time; nothing happens when it is not there. */
    static Optional<Path> putAside(final Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        final String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        return Optional.of(Files.move(path, path.resolveSibling(path.getFileName() + ".replaced-" + time)));
    }

    private void copyOnce(final Path target, final long timeoutMs) {
        final BackupNode backup = launch(target, true);
        try {
            if (!Processes.await(backup::hasEnded, timeoutMs)) {
                throw new StartupException("the copy did not become complete within " + timeoutMs / 1000
                    + " s; the member's old folder is as it was");
            }
        } finally {
            backup.close();
        }
        final Throwable failure = backup.awaitEnd();
        if (failure != null) {
            throw new StartupException("cannot copy the others' snapshot, log and events: " + failure, failure);
        }
        progress.step("copied snapshot, log and events of the others, log position " + backup.logPosition());
    }

    private BackupNode launch(final Path target, final boolean isOnce) {
        final List<String> arguments = new ArrayList<>(List.of(
            "--cluster-hosts", String.join(",", settings.clusterHosts()),
            "--cluster-port-base", Integer.toString(settings.clusterPortBase()),
            "--principal-key-file",
            new Secrets(folder.secrets()).principalKeyFile(Principal.ADMIN.named(1)).toString(),
            "--data-dir", target.toString(), "--host", Settings.HOST, "--profile",
            RoleConfiguration.text(settings.profile())));
        if (isOnce) {
            arguments.add("--once");
        }
        try {
            return BackupNode.launch(BackupNode.parse(arguments.toArray(String[]::new)));
        } catch (final RuntimeException e) {
            throw new StartupException("cannot copy to " + target + ": " + e.getMessage(), e);
        }
    }

    private void takeSnapshot() {
        final boolean isTaken = Processes.await(() -> cluster.leader()
            .filter(leader -> ClusterNode.snapshot(folder.member(leader))).isPresent(), ACTIVE_TIMEOUT_MS);
        if (!isTaken) {
            throw new StartupException("no member leads, so no snapshot could be taken; see ./bourse cluster status --data "
                + folder.root());
        }
        progress.step("the others have taken a snapshot");
    }

    private void requireActive(final List<Integer> members, final String why) {
        for (final int member : members) {
            if (!Processes.await(() -> isActive(member), ACTIVE_TIMEOUT_MS / 4)) {
                throw new StartupException(name(member) + " does not take part in the cluster, and " + why
                    + "; ./bourse cluster start " + member + " --data " + folder.root() + " starts it");
            }
        }
    }

    private void awaitActive(final int member) {
        // Of all, since there may be no leader just now: it was the one that was stopped.
        final long wanted = IntStream.range(0, settings.members()).filter(other -> other != member).boxed()
            .map(this::counters).flatMap(Optional::stream).mapToLong(MemberCounters::commitPosition).max().orElse(0);
        final boolean isBack = Processes.await(
            () -> isActive(member) && counters(member).filter(it -> it.commitPosition() >= wanted).isPresent(),
            ACTIVE_TIMEOUT_MS);
        if (!isBack) {
            throw new StartupException(name(member) + " does not take part after " + ACTIVE_TIMEOUT_MS / 1000 + " s; see "
                + cluster.role(name(member)).logFile());
        }
        progress.step(name(member) + " takes part, log position " + wanted + " reached");
    }

    private boolean isActive(final int member) {
        return cluster.role(name(member)).process().isPresent() &&
            counters(member).filter(it -> !it.inElection() && it.role() != Cluster.Role.CANDIDATE).isPresent();
    }

    private Optional<MemberCounters> counters(final int member) {
        return MemberCounters.read(folder.aeron(name(member)));
    }

    private static String name(final int member) {
        return Principal.MEMBER.named(member);
    }
}
