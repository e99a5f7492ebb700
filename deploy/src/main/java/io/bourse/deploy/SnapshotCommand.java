package io.bourse.deploy;

import io.bourse.node.ClusterNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Has every member write its state to disk now, besides the schedule, so that a later start replays less of the log. */
@Command(
    name = "snapshot", mixinStandardHelpOptions = true,
    description = "Has every member write a snapshot of its state now. They also do so on a schedule; a start replays only "
        + "what came after the newest.")
final class SnapshotCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Override
    public Integer call() {
        take(data.folder());
        return 0;
    }

    /** Takes one and says so. */
    static void take(final DataFolder folder) {
        if (RunFile.read(folder).isEmpty()) {
            throw new StartupException("no exchange runs on " + folder.root() + "; start one with ./bourse up --data " +
                folder.root());
        }
        final int leader = IntStream.range(0, folder.members().orElse(0))
            .filter(member -> ClusterNode.snapshot(folder.member(member)))
            .findFirst()
            .orElseThrow(() -> new StartupException("no member leads now, so none was taken; see ./bourse status --data " +
                folder.root()));
        System.out.println("member " + leader + ", the leader, and all others have taken a snapshot");
    }
}
