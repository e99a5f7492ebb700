package io.bourse.deploy;

import io.bourse.deploy.load.LoadCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands behind {@code ./bourse}. Exit codes: 0 done, 1 could not be done and says why, 2 wrong command line. */
@Command(
    name = "bourse",
    description = "Bourse, an exchange on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, ClusterCommand.class, LoadCommand.class,
        SnapshotCommand.class, SqlCommand.class, HelpCommand.class},
    footer = "%nIn the script: ./bourse test builds everything and runs every test.")
public final class Bourse implements Runnable {
    /** What tells Logback which of our configurations to use; set before anything logs. */
    static final String LOG_CONFIGURATION_PROPERTY = "logback.configurationFile";
    /** Folder of the log files, for that configuration. */
    static final String LOG_FOLDER_PROPERTY = "bourse.log.folder";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and exits. */
    public static void main(final String[] args) {
        if (System.getProperty(LOG_CONFIGURATION_PROPERTY) == null) {
            System.setProperty(LOG_CONFIGURATION_PROPERTY, "bourse-quiet-logback.xml");
        }
        System.exit(execute(args));
    }

    /** Runs a command. Returns its exit code. */
    static int execute(final String... args) {
        return new CommandLine(new Bourse())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, command, result) -> report(failure, command))
            .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int report(final Exception failure, final CommandLine command) {
        command.getErr().println("bourse: " + (failure instanceof StartupException ? failure.getMessage() : failure));
        command.getErr().flush();
        if (!(failure instanceof StartupException)) {
            LoggerFactory.getLogger(Bourse.class).error("unexpected", failure);
        }
        return 1;
    }
}
