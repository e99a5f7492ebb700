package io.bourse.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.bourse.wire.FrugalDriver;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process's way onto Aeron: a client of a media driver that runs already, or of one that is embedded here. Embedded,
 * driver and client share a single thread that sleeps while there is nothing to do.
 */
public final class AeronConnection implements AutoCloseable {
    /** Exit code of a process that ends because its client has closed itself, see {@link #onLost}: start it again. */
    public static final int EXIT_LOST = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(AeronConnection.class);
    private static final String DIRECTORY_PREFIX = "bourse-aeron-";
    private static final long ABANDONED_AGE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    /** Of a client's own thread, which only hears of images that come and go: whoever calls the client serves it as well. */
    private static final long CONDUCTOR_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TERM_LENGTH = 256 * 1024;

    private final MediaDriver driver;
    private final AgentRunner runner;
    private final Aeron aeron;
    private final String aeronDirectoryName;
    private volatile boolean isClosing;

    private AeronConnection(final Aeron aeron, final String aeronDirectoryName) {
        this.driver = null;
        this.runner = null;
        this.aeron = aeron;
        this.aeronDirectoryName = aeronDirectoryName;
    }

    private AeronConnection(final MediaDriver driver, final Aeron aeron, final Profile profile) {
        this.driver = driver;
        this.aeron = aeron;
        this.aeronDirectoryName = driver.aeronDirectoryName();
        this.runner = new AgentRunner(
            profile.idleStrategy(),
            AeronConnection::onError,
            null,
            new MediaAgent(frugalIn(profile, driver.sharedAgentInvoker()), aeron.conductorAgentInvoker()));
        AgentRunner.startOnThread(runner, AeronConnection::newThread);
    }

    /**
     * Connects.
     *
     * @param aeronDirectory of a running media driver; null or blank to embed one in a directory of its own
     * @param profile        of the process
     * @return a connection that the caller closes after everything that uses it
     * @throws io.aeron.exceptions.AeronException if no media driver answers in the directory
     */
    public static AeronConnection connect(final String aeronDirectory, final Profile profile) {
        if (aeronDirectory != null && !aeronDirectory.isBlank()) {
            final Aeron.Context context = new Aeron.Context()
                .aeronDirectoryName(aeronDirectory)
                .idleSleepDurationNs(CONDUCTOR_SLEEP_NS)
                .errorHandler(AeronConnection::onError);
            return new AeronConnection(Aeron.connect(context), aeronDirectory);
        }
        final MediaDriver driver = MediaDriver.launch(driverContext(profile));
        try {
            final Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .useConductorAgentInvoker(true)
                // Driver and client share a thread: silence of the driver says that this process was paused, no more.
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(profile.clientLivenessTimeoutNs()))
                .errorHandler(AeronConnection::onError));
            return new AeronConnection(driver, aeron, profile);
        } catch (final RuntimeException failure) {
            CloseHelper.quietClose(driver);
            throw failure;
        }
    }

    /** The client. */
    public Aeron aeron() {
        return aeron;
    }

    /**
     * What to do when the client has closed itself: its media driver died, or the process was paused for too long.
     * Nothing that uses it works any more, and a client cannot be opened again. On a thread of the client: not for waiting.
     *
     * @throws io.aeron.exceptions.AeronException if that has happened already
     */
    public void onLost(final Runnable handler) {
        aeron.addCloseHandler(() -> {
            if (!isClosing) {
                LOGGER.error("the client of the media driver in {} has closed itself: its driver died, or this process was " +
                    "paused for too long; what uses it must be started again", aeronDirectoryName);
                handler.run();
            }
        });
    }

    /** Directory of the media driver, for more clients of it. */
    public String aeronDirectoryName() {
        return aeronDirectoryName;
    }

    @Override
    public void close() {
        isClosing = true;
        CloseHelper.closeAll(AeronConnection::onError, runner, aeron, driver);
    }

    private static MediaDriver.Context driverContext(final Profile profile) {
        final File parent = new File(CommonContext.AERON_DIR_PROP_DEFAULT).getAbsoluteFile().getParentFile();
        deleteAbandoned(parent);
        return new MediaDriver.Context()
            .aeronDirectoryName(new File(parent, DIRECTORY_PREFIX + UUID.randomUUID()).getPath())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER)
            .asyncExecutorEnabled(false)
            .termBufferSparseFile(true)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .clientLivenessTimeoutNs(profile.clientLivenessTimeoutNs())
            .publicationUnblockTimeoutNs(profile.publicationUnblockTimeoutNs())
            .imageLivenessTimeoutNs(profile.imageLivenessTimeoutNs())
            .errorHandler(AeronConnection::onError);
    }

    /** Processes that were killed leave their buffers in memory; a driver that beats no more is not coming back. */
    private static void deleteAbandoned(final File parent) {
        final File[] candidates = parent.listFiles((folder, name) -> name.startsWith(DIRECTORY_PREFIX));
        if (candidates == null) {
            return;
        }
        for (final File candidate : candidates) {
            try {
                final long ageMs = System.currentTimeMillis() - candidate.lastModified();
                if (ageMs > ABANDONED_AGE_MS && !CommonContext.isDriverActive(candidate, DRIVER_TIMEOUT_MS, text -> { })) {
                    IoUtil.delete(candidate, true);
                    LOGGER.info("deleted abandoned media driver directory {}", candidate);
                }
            } catch (final Exception notOurs) {
                // Another user's folder cannot be opened, and Aeron throws that unchecked although it is a checked one.
                LOGGER.warn("left media driver directory {}: {}", candidate, notOurs.toString());
            }
        }
    }

    private static AgentInvoker frugalIn(final Profile profile, final AgentInvoker driver) {
        return profile == Profile.DEV ? FrugalDriver.invoker(driver, AeronConnection::onError) : driver;
    }

    private static Thread newThread(final Runnable task) {
        final Thread thread = new Thread(task, "aeron-media");
        thread.setDaemon(true);
        return thread;
    }

    private static void onError(final Throwable failure) {
        LOGGER.error("aeron", failure);
    }

    /** Driver and client conductor, one after the other. */
    private record MediaAgent(AgentInvoker driver, AgentInvoker client) implements Agent {
        @Override
        public int doWork() {
            return driver.invoke() + client.invoke();
        }

        @Override
        public String roleName() {
            return "aeron-media";
        }
    }
}
