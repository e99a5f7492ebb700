package io.bourse.deploy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * The process of a local cluster that holds PostgreSQL and Redis, sets up the demonstration when the gateway serves, and
 * runs the bot. It has the data folder's lock: as long as it lives nobody else starts there.
 */
@Command(
    name = "infra", mixinStandardHelpOptions = true,
    description = "PostgreSQL, Redis and the demonstration of a local cluster.")
public final class Infra implements Callable<Integer> {
    private static final long SERVING_TIMEOUT_MS = 180_000;

    @Mixin
    private ExchangeOptions options;

    @Option(names = "--profile", required = true, description = "Profile of the other processes, for run.json.")
    private String profile;

    private volatile Servers servers;
    private volatile Demo demo;

    /** Runs until it is told to stop. */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new Infra()).setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("infra: " + failure.getMessage());
            return 1;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final DataFolder folder = options.folder();
        final Progress progress = new Progress(System.out);
        final AutoCloseable lock = folder.lock();
        // The ports of the cluster may be in use by its living members: they are as they were said.
        final Settings settings = new Settings(
            folder, options.membersFor(folder), options.httpPort(), options.clusterPortBase(), options.demoBot());
        servers = new Servers(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            RunFile.delete(folder);
            if (demo != null) {
                demo.close();
            }
            servers.close();
        }, "infra-stop"));
        servers.startPostgres();
        servers.startRedis();
        servers.rememberPorts();
        progress.step("PostgreSQL and Redis run");
        if (!Processes.await(() -> HealthCheck.of(settings.httpUrl()).isServing(), SERVING_TIMEOUT_MS)) {
            throw new StartupException("the gateway does not serve after " + SERVING_TIMEOUT_MS / 1000 + " s");
        }
        demo = Demo.start(settings, servers.addresses(), progress);
        RunFile.write(settings, servers.addresses(), "cluster", profile);
        progress.step("ready");
        new CountDownLatch(1).await();
        lock.close();
        return 0;
    }
}
