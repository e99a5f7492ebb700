package io.bourse.deploy;

import io.bourse.node.MemberOptions;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.Principal;
import io.bourse.wire.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The exchange with a process for every member and every role. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditCommand.class, RepairCommand.class, RestartCommand.class, ReplaceCommand.class, BackupCommand.class,
        RestoreCommand.class},
    description = "The exchange on this machine with a process for every member and every role.")
final class ClusterCommand implements Runnable {
    private static final int GATEWAYS_MAX = 9;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: up, status, kill-leader, kill, start, restart, "
            + "audit, repair, replace, backup, restore, snapshot, shutdown, key or down");
    }

    @Command(name = "up", mixinStandardHelpOptions = true, description = "Starts every process that does not run, and returns "
        + "when the exchange serves. Their options are written to <data>/conf, what they print to <data>/log.")
    int up(@Mixin final ExchangeOptions options, @Mixin final MemberOptions memberOptions,
        @Option(names = "--gateways", paramLabel = "N", defaultValue = "1", description = "Gateways, 1 to " + GATEWAYS_MAX
            + "; each has the HTTP port after the one before it. Default: ${DEFAULT-VALUE}") final int gateways,
        @Option(names = "--standby", description = "Two market-data and two persistence processes: one of each works, the "
            + "other takes over when it dies.") final boolean standby,
        @Option(names = "--profile", paramLabel = "durable|fast|dev", defaultValue = "durable", description = "durable: survives "
            + "the loss of all power; fast: not that, less latency; dev: as fast, nearly no load while idle. Default: "
            + "${DEFAULT-VALUE}") final Profile profile) {
        options.requireSane();
        if (gateways < 1 || gateways > GATEWAYS_MAX || options.httpPort() + gateways - 1 > 65_535) {
            throw new StartupException("--gateways must be 1 to " + GATEWAYS_MAX + ", and their ports at most 65535, not "
                + gateways);
        }
        try {
            memberOptions.validate();
        } catch (final IllegalArgumentException wrong) {
            throw new StartupException(wrong.getMessage(), wrong);
        }
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
            final Settings running = Settings.ofRunningCluster(folder);
            if (!memberOptions.given().isEmpty() && !memberOptions.given().equals(running.memberOptions())) {
                throw new StartupException("the members run with other options: stop them first with ./bourse cluster down "
                    + "--data " + folder.root());
            }
            cluster.up(running);
            return 0;
        }
        // The infra process takes the folder over from here.
        UpCommand.release(UpCommand.prepare(folder, options, progress));
        for (int number = 2; number <= gateways; number++) {
            Ports.requireFreeHttpPort(options.httpPort() + number - 1);
        }
        final Settings settings = options.settings(folder).with(gateways, standby, profile, memberOptions.given());
        progress.step("starting " + settings.members() + " members, " + settings.gateways() + " gateways, "
            + settings.consumersEach() + " market-data, " + settings.consumersEach() + " persistence, and one process for the "
            + "servers");
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

    @Command(name = "kill", mixinStandardHelpOptions = true, description = "Kills a process (SIGKILL).")
    int kill(@Mixin final DataOption data,
        @Parameters(paramLabel = "N|NAME", description = "Number of a member, from 0, or the name of another process, as "
            + "status shows it.") final String which) {
        new LocalCluster(data.folder(), new Progress(System.out)).killOne(which);
        return 0;
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a process that was killed.")
    int start(@Mixin final DataOption data,
        @Parameters(paramLabel = "N|NAME", description = "Number of a member, from 0, or the name of another process, as "
            + "status shows it.") final String which) {
        new LocalCluster(data.folder(), new Progress(System.out)).startOne(which);
        return 0;
    }

    @Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "Has every member write a snapshot of its state now.")
    int snapshot(@Mixin final DataOption data) {
        SnapshotCommand.take(data.folder());
        return 0;
    }

    @Command(name = "shutdown", mixinStandardHelpOptions = true, description = "Takes a snapshot and stops every process, so "
        + "that the next start has nothing to replay.")
    int shutdown(@Mixin final DataOption data) {
        SnapshotCommand.take(data.folder());
        return down(data);
    }

    @Command(name = "key", mixinStandardHelpOptions = true, description = "Writes the key file of a process that runs on "
        + "another host than the cluster's key; makes the cluster's key if there is none.")
    int key(
        @Parameters(paramLabel = "NAME", description = "gw-N, md-N, persist-N or admin-N.") final String name,
        @Option(names = "--cluster-key-file", required = true, paramLabel = "FILE", description = "Of the members.")
        final Path clusterKeyFile,
        @Option(names = "--out", required = true, paramLabel = "FILE", description = "To write, for its owner only.")
        final Path out) {
        final Principal kind = Principal.kindOf(name.getBytes(StandardCharsets.ISO_8859_1));
        if (kind == null || kind == Principal.MEMBER) {
            throw new StartupException("a key is for gw-N, md-N, persist-N or admin-N with N from 1, not for " + name);
        }
        try {
            ClusterKey.readOrCreate(clusterKeyFile).principal(name).write(out);
        } catch (final IOException | IllegalArgumentException e) {
            throw new StartupException("cannot write the key of " + name + ": " + e.getMessage(), e);
        }
        System.out.println("wrote " + out + ", the key of " + name);
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
