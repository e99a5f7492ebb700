package io.bourse.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A copy of a running cluster, from which members can be made. */
@Command(
    name = "backup", mixinStandardHelpOptions = true,
    description = "Copies the newest snapshot, the log behind it and the events of a running cluster into a folder, and follows "
        + "them until Ctrl-C. A folder that exists is brought up to date. ./bourse cluster restore makes members of it.")
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder of the copy, best on another host's disk.")
    private Path target;

    @Option(names = "--once", description = "End when the copy is complete.")
    private boolean isOnce;

    @Override
    public Integer call() {
        new MemberCare(data.folder(), new Progress(System.out)).backUp(target.toAbsolutePath().normalize(), isOnce);
        return 0;
    }
}
