package io.bourse.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Brings a member back whose disk is lost or whose folder is of no use, also after the others have removed old log. */
@Command(
    name = "replace", mixinStandardHelpOptions = true,
    description = "Gives a member a new folder: stops it, copies snapshot, log and events from the others while they go on, "
        + "keeps the old folder aside, starts it. All others must be well.")
final class ReplaceCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "600",
        description = "For the copy. Default: ${DEFAULT-VALUE}")
    private int timeoutSeconds;

    @Parameters(paramLabel = "N", description = "Number of the member, from 0.")
    private int member;

    @Override
    public Integer call() {
        new MemberCare(data.folder(), new Progress(System.out)).replace(member, 1_000L * timeoutSeconds);
        return 0;
    }
}
