package io.bourse.deploy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;

/** The exchange with a process for every member and every role. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "The exchange on this machine with a process for every member and every role.")
final class ClusterCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: up, status, kill-leader, start or down");
    }

    @Command(name = "up", mixinStandardHelpOptions = true, description = "Starts every process that does not run, and returns "
        + "when the exchange serves. Their options are written to <data>/conf, what they print to <data>/log.")
    int up(@Mixin final ExchangeOptions options) {
        options.requireSane();
        final Progress progress = new Progress(System.out);
        final DataFolder folder = options.folder();
        final boolean isRunning = RoleProcess.all(folder).stream().anyMatch(role -> role.process().isPresent());
        final LocalCluster cluster = new LocalCluster(folder, progress);
        if (isRunning) {
            folder.requireOurs();
            if (options.isReset()) {
                throw new StartupException("--reset while the exchange runs: stop it first with ./bourse cluster down --data "
                    + folder.root());
            }
            cluster.up(Settings.ofRunningCluster(folder));
            return 0;
        }
        // The infra process takes the folder over from here.
        UpCommand.release(UpCommand.prepare(folder, options, progress));
        progress.step("starting " + options.membersFor(folder) + " members and four other processes");
        final Settings settings = options.settings(folder);
        settings.remember();
        cluster.up(settings);
        return 0;
    }

    @Command(
        name = "status", mixinStandardHelpOptions = true,
        description = "What runs, who leads, how far behind the readers are.")
    int status(@Mixin final DataOption data,
        @Option(names = "--json", description = "As JSON.") final boolean asJson) {
        return StatusCommand.show(data.folder(), asJson);
    }

    @Command(name = "kill-leader", mixinStandardHelpOptions = true,
        description = "Kills the leader's process (SIGKILL) and says how long the others take to go on.")
    int killLeader(@Mixin final DataOption data) {
        new LocalCluster(data.folder(), new Progress(System.out)).killLeader();
        return 0;
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a member that was killed.")
    int start(@Mixin final DataOption data,
        @Parameters(paramLabel = "N", description = "Number of the member, from 0.") final int memberId) {
        new LocalCluster(data.folder(), new Progress(System.out)).startMember(memberId);
        return 0;
    }

    @Command(name = "down", mixinStandardHelpOptions = true, description = "Stops every process.")
    int down(@Mixin final DataOption data) {
        final DataFolder folder = data.folder();
        if (folder.pidFile(UpCommand.ROLE).process().isPresent()) {
            throw new StartupException("what runs on " + folder.root() + " was started by ./bourse up; stop it with "
                + "./bourse down --data " + folder.root());
        }
        if (Files.exists(folder.run())) {
            new LocalCluster(folder, new Progress(System.out)).down();
        }
        return 0;
    }
}
