package io.bourse.deploy;

import io.bourse.deploy.demo.DemoCredentials;
import io.bourse.deploy.demo.DemoMarket;
import io.bourse.deploy.demo.DemoSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Starts the exchange in this process and stays until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts everything in one process; Ctrl-C stops it. A second start goes on from where it was.")
final class UpCommand implements Callable<Integer> {
    /** Name of the one process in its pid file. */
    static final String ROLE = "bourse";

    @Mixin
    private ExchangeOptions options;

    @Option(names = "--detach", description = "Return when the exchange is ready, and leave it running; ./bourse down stops it.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        options.requireSane();
        final Progress progress = new Progress(System.out);
        final DataFolder folder = options.folder();
        if (detach) {
            return Detached.start(folder, options, progress);
        }
        final AutoCloseable lock = prepare(folder, options, progress);
        folder.pidFile(ROLE).write(ProcessHandle.current());
        final Settings settings = options.settings(folder);
        final AllInOne exchange = new AllInOne(settings, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            progress.say("");
            progress.say("stopping");
            exchange.close();
            folder.pidFile(ROLE).delete();
        }, "bourse-stop"));
        exchange.start();
        welcome(settings, exchange.addresses(), progress);
        // Until a signal ends this process; the lock lives as long.
        new CountDownLatch(1).await();
        lock.close();
        return 0;
    }

    /** Checks and takes the folder and the ports. */
    static AutoCloseable prepare(final DataFolder folder, final ExchangeOptions options, final Progress progress) {
        if (options.isReset()) {
            folder.requireResettable();
        }
        RoleProcess.requireNoneRunning(folder);
        if (options.isReset()) {
            Servers.endOrphans(folder);
            folder.reset(progress);
        }
        folder.prepare(options.membersFor(folder));
        final AutoCloseable lock = folder.lock();
        try {
            Ports.requireFreeHttpPort(options.httpPort());
        } catch (final StartupException e) {
            release(lock);
            throw e;
        }
        LogSetup.toFolder(folder.log());
        progress.step("data in " + folder.root() + ", log in " + folder.log());
        if (Servers.endOrphans(folder)) {
            progress.step("ended PostgreSQL or Redis of an exchange that was killed");
        }
        RunFile.delete(folder);
        return lock;
    }

    /** Gives a folder back. */
    static void release(final AutoCloseable lock) {
        try {
            lock.close();
        } catch (final Exception e) {
            throw new StartupException("cannot release the data folder: " + e, e);
        }
    }

    private static void welcome(final Settings settings, final ServerAddresses servers, final Progress progress)
        throws IOException {
        final String url = settings.httpUrl();
        final String userId = DemoCredentials.open(settings.folder().credentials())
            .of(DemoSetup.USERS.getFirst()).orElseThrow().userId();
        final String market = DemoMarket.all().getFirst().symbol();
        progress.say(String.format("""

            Bourse is ready after %.1f s.

              open        %s/
              keys        %s
              PostgreSQL  %s (user %s, password in %s)
              Redis       %s

            Try:
              curl -s '%s/api/v1/depth?symbol=%s&limit=5'
              curl -s -X POST %s/api/v1/order -H 'Content-Type: application/json' \
            -d '{"user_id":"%s","market":"%s","side":"BUY","price":"160.00","quantity":"0.5"}'
              curl -s '%s/api/v1/trades?symbol=%s&limit=3'

            Ctrl-C stops it; ./bourse up goes on from there.""",
            progress.elapsedMs() / 1000.0, url, settings.folder().credentials(), servers.postgresUrl(), PostgresServer.USER,
            new Secrets(settings.folder().secrets()).postgresPasswordFile(), servers.redisUrl(), url, market, url, userId,
            market, url, market));
    }
}
