package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlowException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands behind {@code ./bourse bench}. Exit codes: 0 done, 1 could not be done and says why, 2 wrong command line. */
@Command(
    name = "bench",
    description = "How fast the order book is, beside others.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {WorkloadCommand.class, GenerateCommand.class, GrowthCommand.class, CapacityCommand.class,
        HelpCommand.class})
public final class Bench implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and exits. */
    public static void main(final String[] args) {
        System.exit(execute(args));
    }

    /** Runs a command. Returns its exit code. */
    static int execute(final String... args) {
        return new CommandLine(new Bench())
            .setOverwrittenOptionsAllowed(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, command, result) -> report(failure, command))
            .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: workload, generate, growth or capacity");
    }

    private static int report(final Exception failure, final CommandLine command) throws Exception {
        if (failure instanceof BenchException || failure instanceof OrderFlowException) {
            command.getErr().println("bourse: " + failure.getMessage());
            command.getErr().flush();
            return 1;
        }
        throw failure;
    }
}
