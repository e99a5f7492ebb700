package io.bourse.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Stops what {@code up} has started. */
@Command(
    name = "down", mixinStandardHelpOptions = true,
    description = "Stops the exchange that ./bourse up started on a data folder.")
final class DownCommand implements Callable<Integer> {
    private static final long STOP_TIMEOUT_MS = 45_000;

    @Mixin
    private DataOption data;

    @Override
    public Integer call() {
        final DataFolder folder = data.folder();
        final Progress progress = new Progress(System.out);
        final Optional<ProcessHandle> process = folder.pidFile(UpCommand.ROLE).process();
        if (process.isPresent()) {
            progress.step("stopping process " + process.get().pid());
            final boolean isClean = Processes.end(process.get(), "TERM", STOP_TIMEOUT_MS);
            progress.step(isClean ? "stopped" : "killed, since it did not stop within " + STOP_TIMEOUT_MS / 1000 + " s");
        } else if (!RoleProcess.all(folder).stream().allMatch(role -> role.process().isEmpty())) {
            throw new StartupException("a cluster of processes runs on " + folder.root()
                + "; stop it with ./bourse cluster down --data " + folder.root());
        }
        final boolean anyOrphan = Servers.endOrphans(folder);
        if (anyOrphan) {
            progress.step("ended PostgreSQL and Redis that were left");
        } else if (process.isEmpty()) {
            progress.say("nothing runs on " + folder.root());
        }
        folder.pidFile(UpCommand.ROLE).delete();
        RunFile.delete(folder);
        folder.removeAeron();
        return 0;
    }
}
