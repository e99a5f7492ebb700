package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.client.ArchiveEvent;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusterTool;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.bourse.engine.EngineLimits;
import io.bourse.service.DamagedSnapshotException;
import io.bourse.service.DivergedException;
import io.bourse.service.ExchangeService;
import io.bourse.service.HousekeepingView;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.ClusterOptions;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentTerminationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * A member of the cluster: media driver, archive, consensus module and the exchange's service, started together and
 * stopped together. Several may run in one JVM. When any part fails the whole member ends, and {@link #awaitEnd()} says
 * why: a member is restarted, never repaired while it runs.
 */
public final class ClusterNode implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterNode.class);
    private static final Pattern CONSUMER_LEFT =
        Pattern.compile("unknown session|response publication is not connected");
    private static final Pattern DAMAGED = Pattern.compile("CRC checksum mismatch at position=(\\d+).* recordingId=(\\d+)");

    private final Object lock = new Object();
    /** Held while the member starts and while it is released, so that one does not overtake the other. */
    private final Object lifecycle = new Object();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StuckJoin stuckJoin = new StuckJoin();
    private final int memberId;
    private final DataFolder folder;
    private final SecurityCounters securityCounters = new SecurityCounters();
    private MediaDriver driver;
    private Archive archive;
    private Aeron consensusClient;
    private Aeron serviceClient;
    private ConsensusModule consensusModule;
    private ClusteredServiceContainer container;
    private StateReporter reporter;
    private Housekeeping housekeeping;
    private boolean isRunning;
    private boolean isClosing;
    private Throwable failure;

    private ClusterNode(final NodeOptions options, final DataFolder folder) {
        this.memberId = options.memberId();
        this.folder = folder;
    }

    /**
     * Starts a member. It takes its data folder, repairs it after an unclean stop, and joins the others in the
     * background.
     *
     * @return the running member, which the caller closes
     * @throws IllegalArgumentException if an option is wrong; the message says which
     * @throws NodeException            if the data folder is in use or damaged, or a port is taken
     */
    public static ClusterNode launch(final NodeOptions options) {
        // Before anything is touched: a wrong file is a wrong option.
        ClusterKey.read(options.clusterKeyFile());
        final DataFolder folder = DataFolder.open(options.dataDir());
        final ClusterNode node = new ClusterNode(options, folder);
        try {
            node.start(options);
            return node;
        } catch (final Throwable startFailure) {
            node.fail(startFailure);
            node.awaitEnd();
            throw new NodeException(exitOf(startFailure),
                "member " + options.memberId() + " does not start: " + startFailure, startFailure);
        }
    }

    /** Runs a member until it is told to stop or fails; the exit code is one of {@link MemberExit}. */
    public static void main(final String[] args) {
        final NodeOptions options;
        final ClusterNode node;
        try {
            options = parse(args);
            if (options.isHelp()) {
                return;
            }
            node = launch(options);
        } catch (final IllegalArgumentException wrong) {
            System.err.println("cluster-node: " + wrong.getMessage());
            System.exit(MemberExit.WRONG_OPTIONS.code());
            return;
        } catch (final NodeException refused) {
            System.err.println("cluster-node: " + refused.getMessage());
            System.exit(refused.exit().code());
            return;
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, death) -> node.onDeath(death));
        final Thread stop = new Thread(node::close, "member-" + options.memberId() + "-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        final Throwable failure = node.awaitEnd();
        if (failure != null) {
            final boolean isKnown = failure instanceof NodeException;
            System.err.println("cluster-node: member " + options.memberId() + " has ended: " +
                (isKnown ? failure.getMessage() : failure));
            Runtime.getRuntime().halt(exitOf(failure).code());
        }
    }

    /**
     * Options from arguments, as on the command line.
     *
     * @throws IllegalArgumentException for a wrong, unknown or missing option; the message says which
     */
    public static NodeOptions parse(final String... args) {
        return ClusterOptions.read(new NodeOptions(), args);
    }

    /**
     * Asks the member that runs on a data folder, in whatever process, to have the cluster take a snapshot.
     *
     * @return true when it is the leader and the snapshot was taken; false when another member is to be asked
     */
    public static boolean snapshot(final Path dataDir) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        return ClusterTool.snapshot(
            dataDir.resolve("cluster").toFile(), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    /** Whether the member that runs on a data folder, in whatever process, leads. */
    public static boolean isLeader(final Path dataDir) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        return 0 == ClusterTool.isLeader(
            new PrintStream(out, true, StandardCharsets.UTF_8), dataDir.resolve("cluster").toFile());
    }

    /** Why the data of a member is not used again, if so. */
    public static Optional<String> refusal(final Path dataDir) {
        return DataFolder.refusal(dataDir);
    }

    /**
     * Where the log that a member has begins, in whatever process it runs: 0 unless it was purged.
     *
     * @throws NodeException if it has none
     */
    public static long logStart(final Path dataDir) {
        return ArchiveCatalog.newest(dataDir.resolve("archive"), ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT)
            .startPosition();
    }

    /** Number of this member. */
    public int memberId() {
        return memberId;
    }

    /** False once the member is closed or has failed. */
    public boolean isRunning() {
        synchronized (lock) {
            return isRunning;
        }
    }

    /** Whether this member leads now. */
    public boolean isLeader() {
        synchronized (lock) {
            return isRunning && Cluster.Role.LEADER.code() == consensusModule.context().clusterNodeRoleCounter().get();
        }
    }

    /** Whether this member has found a leader and takes part: no election goes on. */
    public boolean isActive() {
        synchronized (lock) {
            return isRunning && ConsensusModule.State.ACTIVE.code() ==
                consensusModule.context().moduleStateCounter().get() &&
                ElectionState.CLOSED.code() == consensusModule.context().electionStateCounter().get();
        }
    }

    /** Whether what comes out of the log here is new: also while a snapshot is taken, and not while old entries are replayed. */
    private boolean isFollowing() {
        synchronized (lock) {
            if (!isRunning || ElectionState.CLOSED.code() != consensusModule.context().electionStateCounter().get()) {
                return false;
            }
            final long state = consensusModule.context().moduleStateCounter().get();
            return ConsensusModule.State.ACTIVE.code() == state || ConsensusModule.State.SNAPSHOT.code() == state;
        }
    }

    /** Position of the log up to which this member knows a majority to have it. */
    public long commitPosition() {
        synchronized (lock) {
            return isRunning ? consensusModule.context().commitPositionCounter().get() : Aeron.NULL_VALUE;
        }
    }

    /** Snapshots taken since this member started. */
    public long snapshotCount() {
        synchronized (lock) {
            return isRunning ? consensusModule.context().snapshotCounter().get() : 0;
        }
    }

    /**
     * Asks for a snapshot, which all members then take.
     *
     * @return false when this member does not lead, or is busy with an earlier request
     */
    public boolean snapshot() {
        synchronized (lock) {
            return isLeader() && ClusterControl.ToggleState.SNAPSHOT.toggle(consensusModule.context().controlToggleCounter());
        }
    }

    /** Folder of the member's media driver. */
    public String aeronDirectoryName() {
        return driver.aeronDirectoryName();
    }

    /**
     * Waits until the member has ended and released everything.
     *
     * @return why it failed; null when it was closed
     */
    public Throwable awaitEnd() {
        try {
            ended.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            return failure;
        }
    }

    /** Stops the member; the data folder is left clean. Waits until everything is released. */
    @Override
    public void close() {
        end();
        awaitEnd();
    }

    private void start(final NodeOptions options) {
        synchronized (lifecycle) {
            startParts(options);
        }
        LOGGER.info("member {} started in {}", memberId, folder.path());
    }

    private void startParts(final NodeOptions options) {
        final MemberContexts contexts = new MemberContexts(
            options, folder, this::onError, () -> fail(new AgentTerminationException("a part of the member has ended")),
            securityCounters);
        final HousekeepingView view = new HousekeepingView();
        driver = MediaDriver.launch(contexts.driver());
        archive = Archive.launch(contexts.archive(driver));
        consensusClient = Aeron.connect(contexts.client(driver, contexts.isFrugal()));
        consensusModule = ConsensusModule.launch(contexts.consensusModule(driver, archive, consensusClient));
        serviceClient = Aeron.connect(contexts.client(driver, false));
        reporter = contexts.stateReporter(driver, this::isFollowing);
        if (options.endpoints().memberCount() > 1) {
            reporter.start();
        }
        container = ClusteredServiceContainer.launch(contexts.container(driver, serviceClient)
            .clusteredService(new ExchangeService(
                EngineLimits.defaults(), memberId, options.endpoints().memberCount(), options.members().auditInterval(), reporter,
                options.members().snapshotSchedule(), this::snapshot, view, this::onServiceFailure)));
        synchronized (lock) {
            isRunning = !isClosing;
        }
        housekeeping = Housekeeping.start(
            options.members().housekeeping(), folder, contexts, driver, view, stuckJoin, this::onLeftBehind);
    }

    private void onError(final Throwable error) {
        if (isClosing()) {
            // Why it ends was told before. What the parts say of one another while they are closed is no news.
            LOGGER.info("member {}, while it ends: {}", memberId, error.toString());
            return;
        }
        if (error instanceof AeronException event && event.category() == AeronException.Category.WARN) {
            // A consumer that leaves may be seen to leave before its last words are read.
            final boolean isNoise = error instanceof ArchiveEvent && CONSUMER_LEFT.matcher(error.getMessage()).find();
            LOGGER.atLevel(isNoise ? Level.DEBUG : Level.WARN).log("member {}: {}", memberId, error.getMessage());
            stuckJoin.onWarning(error);
            return;
        }
        LOGGER.error("member {}", memberId, error);
        if (isOwnDamage(error)) {
            fail(new NodeException(MemberExit.DAMAGED, "what it has recorded is damaged: " + error.getMessage() + repairAdvice(),
                error));
        } else if (stuckJoin.isStuck(error)) {
            fail(new NodeException(MemberExit.STUCK, "it cannot join the leader's log where its own ends, start it again: " +
                error.getMessage(), error));
        } else if (error instanceof Error || error instanceof AgentTerminationException) {
            fail(error);
        }
    }

    private boolean isClosing() {
        synchronized (lock) {
            return isClosing;
        }
    }

    /**
     * A thread has died of what not even its error handler took, as when Aeron's own log of errors is on a disk without room.
     * The others would wait half a minute for it.
     */
    private void onDeath(final Throwable death) {
        onError(death);
        fail(death);
    }

    /** Members copy from one another, and hear of what is wrong with the other's archive. */
    private boolean isOwnDamage(final Throwable error) {
        final var matcher = DAMAGED.matcher(String.valueOf(error.getMessage()));
        return matcher.find() && ArchiveRepair.isDamaged(
            folder.archive().toPath(), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(1)));
    }

    /** What ends the service ends the member: this is the reason, whatever else breaks then. */
    private void onServiceFailure(final Throwable error) {
        LOGGER.error("member {}", memberId, error);
        if (error instanceof DivergedException) {
            final String reason = "its state or its events are not those of the other members, so it must not serve: " +
                error.getMessage() + repairAdvice();
            folder.refuse("member " + memberId + " was stopped: " + reason);
            fail(new NodeException(MemberExit.DIVERGED, reason, error));
        } else if (error instanceof DamagedSnapshotException) {
            fail(new NodeException(MemberExit.DAMAGED, error.getMessage() + repairAdvice(), error));
        } else {
            fail(error);
        }
    }

    private void onLeftBehind() {
        fail(new NodeException(MemberExit.LEFT_BEHIND, "it was down or behind for so long that the others have removed log that "
            + "it lacks (--log-history-max). ./bourse cluster replace " + memberId + " gives it a copy of what they have"));
    }

    private String repairAdvice() {
        return ". If all others are healthy, ./bourse cluster repair " + memberId +
            " puts this member's folder aside and lets it copy everything from them";
    }

    private static MemberExit exitOf(final Throwable failure) {
        return failure instanceof NodeException known ? known.exit() : MemberExit.FAILED;
    }

    private void fail(final Throwable cause) {
        synchronized (lock) {
            if (failure == null && !isClosing) {
                failure = cause;
            }
        }
        end();
    }

    /** Closes on a thread of its own: the parts call from threads that closing them waits for. */
    private void end() {
        synchronized (lock) {
            if (isClosing) {
                return;
            }
            isClosing = true;
            isRunning = false;
        }
        final Thread thread = new Thread(this::release, "member-" + memberId + "-end");
        thread.start();
    }

    private void release() {
        synchronized (lifecycle) {
            releaseParts();
        }
    }

    private void releaseParts() {
        try {
            CloseHelper.closeAll(
                reporter, housekeeping, container, serviceClient, consensusModule, securityCounters, consensusClient, archive,
                driver);
            final boolean isClean;
            synchronized (lock) {
                isClean = failure == null;
            }
            if (isClean) {
                folder.markClean();
            }
        } catch (final RuntimeException closeFailure) {
            LOGGER.error("member {} did not close cleanly", memberId, closeFailure);
        } finally {
            folder.close();
            LOGGER.info("member {} ended", memberId);
            ended.countDown();
        }
    }
}
