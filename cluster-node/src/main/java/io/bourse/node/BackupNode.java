package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.RethrowingErrorHandler;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterOptions;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of a running cluster: the newest snapshot, the log behind it and the events, brought into a folder that has the
 * form of a member's, and followed. It stops nothing and decides nothing; a member that starts on a copy of the folder goes
 * on from there.
 */
public final class BackupNode implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BackupNode.class);
    private static final String LOCAL_CONTROL_CHANNEL = "aeron:ipc?term-length=64k";
    private static final int BACKUP_RESPONSE_STREAM_ID = 121;
    private static final int EVENTS_RESPONSE_STREAM_ID = 122;
    private static final long LOOK_INTERVAL_MS = 200;
    private static final long REMOVAL_INTERVAL_MS = TimeUnit.SECONDS.toMillis(10);
    private static final long COOL_DOWN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RESPONSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int SEGMENT_LENGTH = 16 * 1024 * 1024;
    private static final int TERM_LENGTH = 256 * 1024;
    private static final int IPC_TERM_LENGTH = 1024 * 1024;

    private final BackupOptions options;
    private final DataFolder folder;
    private final CredentialsSupplier credentials;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "backup");
    private MediaDriver driver;
    private Archive archive;
    private ClusterBackup backup;
    private ClusterBackup.Context backupContext;
    private long nextRemovalMs;
    private long purgedKeptFrom = KeptSnapshots.NONE;
    /** A copy of the counter, whose memory is gone when the backup has ended. */
    private volatile long logPosition = -1;
    private volatile boolean isClosing;
    private volatile boolean isComplete;
    private volatile Throwable failure;

    private BackupNode(final BackupOptions options, final DataFolder folder, final PrincipalKey key) {
        this.options = options;
        this.folder = folder;
        this.credentials = new MemberCredentials(key);
    }

    /**
     * Begins to copy. The cluster need not be there yet.
     *
     * @throws IllegalArgumentException if an option is wrong; the message says which
     * @throws NodeException            if the folder is in use or damaged
     */
    public static BackupNode launch(final BackupOptions options) {
        final PrincipalKey key = PrincipalKey.read(options.principalKeyFile(), Principal.ADMIN.prefix());
        final DataFolder folder = DataFolder.open(options.dataDir());
        final BackupNode node = new BackupNode(options, folder, key);
        try {
            node.start();
            return node;
        } catch (final RuntimeException startFailure) {
            node.release();
            throw startFailure;
        }
    }

    /**
     * Options from arguments, as on the command line.
     *
     * @throws IllegalArgumentException for a wrong, unknown or missing option; the message says which
     */
    public static BackupOptions parse(final String... args) {
        return ClusterOptions.read(new BackupOptions(), args);
    }

    /** Runs a backup until it is told to stop, or is complete and to run once (exit code 0), or cannot go on (1, 2). */
    public static void main(final String[] args) {
        final BackupNode node;
        try {
            final BackupOptions options = parse(args);
            if (options.isHelp()) {
                return;
            }
            node = launch(options);
        } catch (final IllegalArgumentException wrong) {
            System.err.println("cluster-backup: " + wrong.getMessage());
            System.exit(2);
            return;
        } catch (final NodeException refused) {
            System.err.println("cluster-backup: " + refused.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "backup-stop"));
        final Throwable failure = node.awaitEnd();
        if (failure != null) {
            System.err.println("cluster-backup: " + failure);
            Runtime.getRuntime().halt(1);
        }
        System.exit(0);
    }

    /**
     * Makes a member's folder out of a backup, which is checked and stays as it is.
     *
     * @param backupDir of a backup that does not run
     * @param memberDir to make; must not be there
     * @throws NodeException if the backup is in use, damaged or has nothing to start from, or if it cannot be copied
     */
    public static void restore(final Path backupDir, final Path memberDir) {
        if (!Files.exists(backupDir.resolve("cluster").resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            throw new NodeException(backupDir + " is no backup: it has no log of a cluster");
        }
        try (DataFolder backup = DataFolder.open(backupDir)) {
            for (final File part : List.of(backup.archive(), backup.cluster())) {
                final Path target = memberDir.resolve(part.getName());
                Files.createDirectories(target);
                try (Stream<Path> files = Files.list(part.toPath())) {
                    for (final Path file : files.filter(BackupNode::isContent).toList()) {
                        Files.copy(file, target.resolve(file.getFileName()));
                        // The member will count what it finds here as its own, and as on disk.
                        DataFolder.sync(target.resolve(file.getFileName()));
                    }
                }
                DataFolder.sync(target);
            }
            DataFolder.sync(memberDir);
            backup.markClean();
        } catch (final IOException failure) {
            throw new NodeException("backup " + backupDir + " cannot be copied to " + memberDir + ": " + failure, failure);
        }
    }

    /** Mark files say who wrote last, and belong to that process. */
    private static boolean isContent(final Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().contains("-mark");
    }

    /** Whether there has been a moment at which it had everything. */
    public boolean isComplete() {
        return isComplete;
    }

    /** Whether it has stopped and released everything. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Position of the Raft log up to which it has the log; -1 before any. */
    public long logPosition() {
        return logPosition;
    }

    /** Waits until it has ended; returns why, null if it was closed or is complete and was to run once. */
    public Throwable awaitEnd() {
        try {
            ended.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    /** Stops; the folder is left clean. */
    @Override
    public void close() {
        isClosing = true;
        awaitEnd();
    }

    private void start() {
        driver = MediaDriver.launch(driverContext());
        archive = Archive.launch(archiveContext());
        backupContext = backupContext();
        backup = ClusterBackup.launch(backupContext);
        thread.start();
        LOGGER.info("backup started in {}", folder.path());
    }

    private void run() {
        try (Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .awaitingIdleStrategy(new SleepingMillisIdleStrategy(1))
            .errorHandler(this::onError));
            AeronArchive local = AeronArchive.connect(localArchive(EVENTS_RESPONSE_STREAM_ID).aeron(aeron));
            EventReplication events = new EventReplication(aeron, local, options.endpoints(), credentials, options.host())) {
            final ArchivePurge purge = new ArchivePurge("backup", local);
            long wantedEventPosition = AeronArchive.NULL_POSITION;
            while (!isClosing && failure == null && !(isComplete && options.isOnce())) {
                events.poll();
                removeOld(purge);
                logPosition = backupContext.liveLogPositionCounter().get();
                if (!isComplete && isLogThere()) {
                    if (wantedEventPosition == AeronArchive.NULL_POSITION) {
                        wantedEventPosition = events.sourcePosition();
                    } else if (events.position() >= wantedEventPosition) {
                        isComplete = true;
                        LOGGER.info("the copy is complete up to log position={} and event position={}, and goes on",
                            logPosition(), events.position());
                    }
                }
                Thread.sleep(LOOK_INTERVAL_MS);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (final IOException | RuntimeException stopped) {
            failure = stopped;
        } finally {
            release();
        }
    }

    /** The same as members do, but nobody confirms events here. */
    private void removeOld(final ArchivePurge purge) throws IOException {
        final long nowMs = System.currentTimeMillis();
        if (nowMs < nextRemovalMs) {
            return;
        }
        nextRemovalMs = nowMs + REMOVAL_INTERVAL_MS;
        final KeptSnapshots snapshots = KeptSnapshots.read(folder.cluster().toPath());
        if (snapshots.keptFrom() > purgedKeptFrom) {
            snapshots.invalidateObsolete();
            if (purge.snapshots(snapshots.keptRecordingIds()) &&
                purge.log(snapshots.logRecordingId(), snapshots.keptFrom(), Long.MAX_VALUE, 0, 0)) {
                purgedKeptFrom = snapshots.keptFrom();
            }
        }
        purge.events(Long.MAX_VALUE, options.eventHistory(), options.eventHistory());
    }

    private boolean isLogThere() {
        return ClusterBackup.State.get(backupContext.stateCounter().get()) == ClusterBackup.State.BACKING_UP;
    }

    private void onError(final Throwable error) {
        LOGGER.warn("backup: {}", error.toString());
        if (error instanceof Error) {
            failure = error;
        }
    }

    private void release() {
        try {
            CloseHelper.closeAll(backup, archive, driver);
            if (failure == null) {
                folder.markClean();
            }
        } finally {
            folder.close();
            LOGGER.info("backup ended");
            ended.countDown();
        }
    }

    private MediaDriver.Context driverContext() {
        final Profile profile = options.profile();
        return new MediaDriver.Context()
            .aeronDirectoryName(options.aeronDirectoryName("backup"))
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(profile.idleStrategy())
            .termBufferSparseFile(true)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(IPC_TERM_LENGTH)
            .clientLivenessTimeoutNs(profile.clientLivenessTimeoutNs())
            .publicationUnblockTimeoutNs(profile.publicationUnblockTimeoutNs())
            .imageLivenessTimeoutNs(profile.imageLivenessTimeoutNs())
            .spiesSimulateConnection(true)
            .errorHandler(this::onError);
    }

    private Archive.Context archiveContext() {
        final int fileSyncLevel = options.profile().fileSyncLevel();
        return new Archive.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .archiveDir(folder.archive())
            .controlChannelEnabled(false)
            .localControlChannel(LOCAL_CONTROL_CHANNEL)
            .replicationChannel("aeron:udp?endpoint=" + options.host() + ":0")
            .recordingEventsEnabled(false)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .idleStrategySupplier(options.profile()::idleStrategy)
            .segmentFileLength(SEGMENT_LENGTH)
            .fileSyncLevel(fileSyncLevel)
            .catalogFileSyncLevel(fileSyncLevel)
            .recordChecksum(Checksums.crc32c())
            .replayChecksum(Checksums.crc32c())
            .archiveClientContext(new AeronArchive.Context()
                .controlResponseChannel("aeron:udp?endpoint=" + options.host() + ":0")
                .credentialsSupplier(credentials))
            .errorHandler(this::onError);
    }

    private ClusterBackup.Context backupContext() {
        final ClusterEndpoints endpoints = options.endpoints();
        final Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .awaitingIdleStrategy(new SleepingMillisIdleStrategy(1))
            .clientLock(NoOpLock.INSTANCE)
            .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
            .errorHandler(this::onError));
        return new ClusterBackup.Context()
            .aeron(aeron)
            .ownsAeronClient(true)
            .errorCounter(aeron.addCounter(
                AeronCounters.CLUSTER_BACKUP_ERROR_COUNT_TYPE_ID, "ClusterBackup Errors"))
            .errorHandler(this::onError)
            .clusterId(MemberContexts.CLUSTER_ID)
            .clusterDir(folder.cluster())
            .archiveContext(localArchive(BACKUP_RESPONSE_STREAM_ID))
            .clusterArchiveContext(new AeronArchive.Context()
                .controlRequestChannel("aeron:udp")
                .controlResponseChannel("aeron:udp?endpoint=" + options.host() + ":0")
                .credentialsSupplier(credentials))
            .clusterConsensusEndpoints(endpoints.consensusEndpoints())
            .consensusChannel("aeron:udp?endpoint=" + options.host() + ":" + freePort())
            .catchupEndpoint(options.host() + ":0")
            .catchupChannel("aeron:udp")
            .clusterBackupIntervalNs(TimeUnit.SECONDS.toNanos(options.querySeconds()))
            .clusterBackupCoolDownIntervalNs(COOL_DOWN_NS)
            .clusterBackupResponseTimeoutNs(RESPONSE_TIMEOUT_NS)
            .initialReplayStart(ClusterBackup.Configuration.ReplayStart.LATEST_SNAPSHOT)
            .sourceType(ClusterBackup.SourceType.ANY)
            .idleStrategySupplier(options.profile()::idleStrategy)
            .credentialsSupplier(credentials);
    }

    /** Members answer to the very port that they are told; nobody else is likely to take it in between. */
    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (final SocketException none) {
            throw new NodeException("no free UDP port: " + none.getMessage(), none);
        }
    }

    private static AeronArchive.Context localArchive(final int responseStreamId) {
        return new AeronArchive.Context()
            .controlRequestChannel(LOCAL_CONTROL_CHANNEL)
            .controlResponseChannel(LOCAL_CONTROL_CHANNEL)
            .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId())
            .controlResponseStreamId(responseStreamId)
            .idleStrategy(new SleepingMillisIdleStrategy(1));
    }
}
