package io.bourse.deploy;

import io.aeron.cluster.service.Cluster;
import io.bourse.node.ClusterNode;
import io.bourse.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Brings back a member that has refused its own data: what it holds is put aside, and it copies everything from the others.
 * With its data a member also forgets what it has voted for and what it has promised to keep, so that this is done only
 * while every other member has all of it.
 */
@Command(
    name = "repair", mixinStandardHelpOptions = true,
    description = "Puts the data of a member aside that ended with exit code 3 (damaged) or 4 (its state is not that of the "
        + "others), starts it empty and waits until it has copied everything. Refuses unless all other members are healthy.")
final class RepairCommand implements Callable<Integer> {
    private static final long IN_STEP_TIMEOUT_MS = 10_000;
    private static final long COPY_TIMEOUT_MS = 300_000;
    private static final long REPORT_INTERVAL_MS = 5_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "N", description = "Number of the member, from 0.")
    private int memberId;

    @Override
    public Integer call() {
        final DataFolder folder = data.folder();
        final Progress progress = new Progress(System.out);
        final LocalCluster cluster = new LocalCluster(folder, progress);
        requireRepairable(folder, cluster);
        final long position = requireHealthyOthers(folder, cluster);
        progress.step("all other members are healthy, the log is at position " + position);
        if (isLogPurged(folder)) {
            progress.step("their logs do not reach back to the beginning: a snapshot is copied, too");
            new MemberCare(folder, progress).replace(memberId, COPY_TIMEOUT_MS);
            return 0;
        }
        final Path aside = putAside(folder);
        progress.step("what member " + memberId + " had is in " + aside + " now; delete it when nobody wants to look at it");
        cluster.startOne(Integer.toString(memberId));
        awaitCopy(folder, cluster, position, progress);
        return 0;
    }

    private void requireRepairable(final DataFolder folder, final LocalCluster cluster) {
        final int members = folder.members().orElse(0);
        if (memberId < 0 || memberId >= members) {
            throw new StartupException("there is no member " + memberId + ", members are 0 to " + (members - 1));
        }
        if (members == 1) {
            throw new StartupException("a cluster of one member has nobody to copy from: restore a backup of " + folder.root());
        }
        if (folder.pidFile(UpCommand.ROLE).process().isPresent()) {
            throw new StartupException("what runs on " + folder.root() + " was started by ./bourse up, which cannot start a "
                + "single member; stop it with ./bourse down, then ./bourse cluster up, and repair again; all with --data "
                + folder.root());
        }
        cluster.role(name(memberId)).process().ifPresent(process -> {
            throw new StartupException("member " + memberId + " runs, as process " + process.pid() + ": its data is in use; if "
                + "it is to begin anew all the same, ./bourse cluster kill " + memberId + " first");
        });
    }

    /** Returns a position that every other member has. */
    private long requireHealthyOthers(final DataFolder folder, final LocalCluster cluster) {
        final List<Integer> others = new ArrayList<>();
        for (int i = 0; i < folder.members().orElse(0); i++) {
            if (i == memberId) {
                continue;
            }
            if (cluster.role(name(i)).process().isEmpty()) {
                throw unsafe("member " + i + " does not run");
            }
            others.add(i);
        }
        final String[] complaint = {""};
        final boolean isInStep = Processes.await(() -> {
            complaint[0] = complaint(folder, cluster, others);
            return complaint[0].isEmpty();
        }, IN_STEP_TIMEOUT_MS);
        if (!isInStep) {
            throw unsafe(complaint[0]);
        }
        return counters(folder, others.getFirst()).map(MemberCounters::commitPosition).orElse(0L);
    }

    private boolean isLogPurged(final DataFolder folder) {
        try {
            return IntStream.range(0, folder.members().orElse(0)).filter(other -> other != memberId)
                .anyMatch(other -> ClusterNode.logStart(folder.member(other)) > 0);
        } catch (final NodeException e) {
            throw new StartupException("nothing was changed: " + e.getMessage(), e);
        }
    }

    private static StartupException unsafe(final String complaint) {
        return new StartupException("nothing was changed: " + complaint + "; a member may be emptied only while all others are "
            + "healthy, since they must have everything that it had");
    }

    private String complaint(final DataFolder folder, final LocalCluster cluster, final List<Integer> others) {
        final Optional<Integer> leader = cluster.leader();
        if (leader.isEmpty()) {
            return "no member leads";
        }
        final long needed = counters(folder, leader.get()).map(MemberCounters::commitPosition).orElse(Long.MAX_VALUE);
        final Set<String> hashes = new HashSet<>();
        final Set<Long> hashPositions = new HashSet<>();
        for (final int other : others) {
            final Optional<MemberCounters> counters = counters(folder, other);
            if (counters.isEmpty()) {
                return "member " + other + " says nothing";
            }
            if (counters.get().inElection()) {
                return "member " + other + " takes part in an election";
            }
            if (counters.get().commitPosition() < needed) {
                return "member " + other + " is at position " + counters.get().commitPosition() + " of the log, the leader at "
                    + needed;
            }
            hashes.add(counters.get().stateHashPosition() + " " + counters.get().stateHash());
            hashPositions.add(counters.get().stateHashPosition());
        }
        return hashPositions.size() < hashes.size() ? "the others have different state hashes at one position, see status" : "";
    }

    private Path putAside(final DataFolder folder) {
        final Path member = folder.member(memberId);
        final Path aside = member.resolveSibling(member.getFileName() + ".aside-" + TIME.format(LocalDateTime.now()));
        try {
            if (Files.exists(member)) {
                Files.move(member, aside);
            }
            return aside;
        } catch (final IOException e) {
            throw new StartupException("cannot put " + member + " aside: " + e, e);
        }
    }

    private void awaitCopy(
        final DataFolder folder, final LocalCluster cluster, final long position, final Progress progress) {
        final RoleProcess role = cluster.role(name(memberId));
        long nextReportMs = progress.elapsedMs() + REPORT_INTERVAL_MS;
        final long deadlineMs = progress.elapsedMs() + COPY_TIMEOUT_MS;
        while (!Processes.await(() -> role.process().isEmpty() || isInStep(folder, position), REPORT_INTERVAL_MS)) {
            if (progress.elapsedMs() > deadlineMs) {
                throw new StartupException("member " + memberId + " has not caught up within " + COPY_TIMEOUT_MS / 1000
                    + " s; it goes on trying, see " + role.logFile() + " and ./bourse cluster status");
            }
            if (progress.elapsedMs() >= nextReportMs) {
                nextReportMs = progress.elapsedMs() + REPORT_INTERVAL_MS;
                progress.step("member " + memberId + " copies: "
                    + counters(folder, memberId).map(MemberCounters::commitPosition).orElse(0L) + " of " + position);
            }
        }
        if (role.process().isEmpty()) {
            throw new StartupException("member " + memberId + " ended; its last words: " + LastLines.of(role.logFile(), 5));
        }
        progress.step("member " + memberId + " has copied everything and follows");
    }

    private boolean isInStep(final DataFolder folder, final long position) {
        return counters(folder, memberId).filter(each -> !each.inElection() && each.role() == Cluster.Role.FOLLOWER
            && each.commitPosition() >= position).isPresent();
    }

    private static Optional<MemberCounters> counters(final DataFolder folder, final int member) {
        return MemberCounters.read(folder.aeron(name(member)));
    }

    private static String name(final int member) {
        return "member-" + member;
    }
}
