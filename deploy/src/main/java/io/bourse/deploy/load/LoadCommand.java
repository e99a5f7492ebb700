package io.bourse.deploy.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends recorded order flow through a running exchange, and checks what came of it. */
@Command(
    name = "load",
    description = "Send a recorded order flow through the running exchange, and check the trades.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ReplayCommand.class, VerifyCommand.class})
public final class LoadCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "replay or verify?");
    }
}
