package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.RethrowingErrorHandler;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.NanosecondClusterClock;
import io.aeron.cluster.PriorityHeapTimerServiceSupplier;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.bourse.node.SecurityCounters.Refusal;
import io.bourse.service.ApplicationVersion;
import io.bourse.service.ExchangeService;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.FrugalDriver;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import io.bourse.wire.Profile;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The settings of Aeron's parts in a member, derived from the options in one place. */
final class MemberContexts {
    static final int CLUSTER_ID = PrincipalKey.CLUSTER_ID;

    private static final int SESSIONS_MAX = 1_000;
    private static final int REPLAYS_MAX = 100;
    private static final int RECORDINGS_MAX = 100;
    private static final int TERM_LENGTH = 256 * 1024;
    private static final int IPC_TERM_LENGTH = 1024 * 1024;
    private static final String LOCAL_CONTROL_CHANNEL = "aeron:ipc?term-length=64k";
    private static final int CONSENSUS_RESPONSE_STREAM_ID = 121;
    private static final int SERVICE_RESPONSE_STREAM_ID = 122;
    private static final int HOUSEKEEPING_RESPONSE_STREAM_ID = 123;
    private static final long QUESTION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(30);

    private final NodeOptions options;
    private final DataFolder folder;
    private final ErrorHandler errorHandler;
    private final Runnable terminationHook;
    private final ClusterEndpoints endpoints;
    private final Profile profile;
    private final String name;
    private final ClusterKey clusterKey;
    private final MemberCredentials credentials;
    private final SecurityCounters securityCounters;

    MemberContexts(
        final NodeOptions options, final DataFolder folder, final ErrorHandler errorHandler,
        final Runnable terminationHook, final SecurityCounters securityCounters) {
        this.options = options;
        this.folder = folder;
        this.errorHandler = errorHandler;
        this.terminationHook = terminationHook;
        this.endpoints = options.endpoints();
        this.profile = options.profile();
        this.name = Principal.MEMBER.named(options.memberId());
        this.clusterKey = ClusterKey.read(options.clusterKeyFile());
        this.credentials = new MemberCredentials(clusterKey.principal(name));
        this.securityCounters = securityCounters;
    }

    /** Whether the parts of the member share a thread. */
    boolean isFrugal() {
        return profile == Profile.DEV;
    }

    MediaDriver.Context driver() {
        return new MediaDriver.Context()
            .aeronDirectoryName(options.aeronDirectoryName(name))
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(isFrugal() ? ThreadingMode.INVOKER : ThreadingMode.SHARED)
            .asyncExecutorEnabled(!isFrugal())
            .sharedIdleStrategy(profile.idleStrategy())
            .termBufferSparseFile(true)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(IPC_TERM_LENGTH)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .clientLivenessTimeoutNs(profile.clientLivenessTimeoutNs())
            .publicationUnblockTimeoutNs(profile.publicationUnblockTimeoutNs())
            .terminationHook(terminationHook)
            .errorHandler(errorHandler);
    }

    Archive.Context archive(final MediaDriver driver) {
        final int fileSyncLevel = profile.fileSyncLevel();
        return new Archive.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .mediaDriverAgentInvoker(
                isFrugal() ? FrugalDriver.invoker(driver.sharedAgentInvoker(), errorHandler) : null)
            .archiveDir(folder.archive())
            .archiveId(options.memberId())
            .controlChannel(endpoints.archiveControlChannel(options.memberId()))
            .localControlChannel(LOCAL_CONTROL_CHANNEL)
            .replicationChannel(replicationChannel())
            .recordingEventsEnabled(false)
            .threadingMode(isFrugal() ? ArchiveThreadingMode.INVOKER : ArchiveThreadingMode.SHARED)
            .idleStrategySupplier(profile::idleStrategy)
            .segmentFileLength(options.members().housekeeping().segmentLength())
            // Less room than for a segment: then no snapshot is begun, which would end the member.
            .lowStorageSpaceThreshold(options.members().housekeeping().segmentLength())
            .fileSyncLevel(fileSyncLevel)
            .catalogFileSyncLevel(fileSyncLevel)
            .recordChecksum(Checksums.crc32c())
            .replayChecksum(Checksums.crc32c())
            .maxConcurrentReplays(REPLAYS_MAX)
            .maxConcurrentRecordings(RECORDINGS_MAX)
            .archiveClientContext(new AeronArchive.Context().credentialsSupplier(credentials))
            .authenticatorSupplier(() -> authenticator("archive", Refusal.ARCHIVE_SESSION))
            .authorisationServiceSupplier(() -> new ArchivePermissions(counting(Refusal.ARCHIVE_REQUEST)))
            .errorHandler(errorHandler);
    }

    /** A client for a single-threaded part, which runs the driver itself when there is no thread for it. */
    Aeron.Context client(final MediaDriver driver, final boolean isRunningDriver) {
        return new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(isRunningDriver ? driver.sharedAgentInvoker() : null)
            .awaitingIdleStrategy(new SleepingMillisIdleStrategy(1))
            .clientLock(NoOpLock.INSTANCE)
            .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
            .errorHandler(errorHandler);
    }

    ConsensusModule.Context consensusModule(final MediaDriver driver, final Archive archive, final Aeron aeron) {
        final AeronArchive.Context archiveClient = archiveClient(CONSENSUS_RESPONSE_STREAM_ID);
        securityCounters.publish(aeron);
        if (isFrugal()) {
            archiveClient.agentInvoker(archive.invoker());
        }
        return new ConsensusModule.Context()
            .aeron(aeron)
            .aeronDirectoryName(driver.aeronDirectoryName())
            .errorCounter(aeron.addCounter(
                AeronCounters.CLUSTER_CONSENSUS_MODULE_ERROR_COUNT_TYPE_ID, "Cluster Errors " + name))
            .errorHandler(errorHandler)
            .terminationHook(terminationHook)
            .archiveContext(archiveClient)
            .clusterId(CLUSTER_ID)
            .clusterMemberId(options.memberId())
            .appVersion(ApplicationVersion.CURRENT)
            .clusterMembers(endpoints.clusterMembers())
            .clusterDir(folder.cluster())
            .ingressChannel("aeron:udp?term-length=64k")
            .logChannel("aeron:udp?term-length=1m")
            .replicationChannel(replicationChannel())
            .idleStrategySupplier(() -> isFrugal() ?
                new PumpingIdleStrategy(archive.invoker(), profile.idleStrategy()) : profile.idleStrategy())
            .agentRoleName(name + "-consensus")
            .clusterClock(new NanosecondClusterClock())
            .timerServiceSupplier(new PriorityHeapTimerServiceSupplier())
            .authenticatorSupplier(() -> authenticator("ingress", Refusal.INGRESS_SESSION))
            .authorisationServiceSupplier(() -> new ClusterPermissions(counting(Refusal.CLUSTER_REQUEST)))
            .maxConcurrentSessions(SESSIONS_MAX)
            .sessionTimeoutNs(profile.sessionTimeoutNs())
            .leaderHeartbeatIntervalNs(options.members().leaderHeartbeatIntervalNs(profile))
            .leaderHeartbeatTimeoutNs(options.members().leaderHeartbeatTimeoutNs(profile))
            .electionTimeoutNs(options.members().electionTimeoutNs(profile))
            .startupCanvassTimeoutNs(profile.startupCanvassTimeoutNs())
            .fileSyncLevel(profile.fileSyncLevel());
    }

    ClusteredServiceContainer.Context container(final MediaDriver driver, final Aeron aeron) {
        return new ClusteredServiceContainer.Context()
            .aeron(aeron)
            .aeronDirectoryName(driver.aeronDirectoryName())
            .errorHandler(errorHandler)
            .terminationHook(terminationHook)
            .archiveContext(archiveClient(SERVICE_RESPONSE_STREAM_ID))
            .clusterId(CLUSTER_ID)
            .appVersion(ApplicationVersion.CURRENT)
            .clusterDir(folder.cluster())
            .idleStrategySupplier(profile::idleStrategy)
            .serviceName(name + "-service");
    }

    /** What tells the other members of this one's state. */
    StateReporter stateReporter(final MediaDriver driver, final BooleanSupplier isFollowing) {
        return new StateReporter(
            name, ExchangeService.HASH_VERSION, isFollowing, () -> Aeron.connect(client(driver, false)), this::clusterClient);
    }

    /** Name of the member. */
    String name() {
        return name;
    }

    int memberId() {
        return options.memberId();
    }

    int memberCount() {
        return endpoints.memberCount();
    }

    /** For what this member has to say to the cluster. */
    AeronCluster.Context clusterClient() {
        return new AeronCluster.Context()
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(endpoints.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=" + endpoints.host(options.memberId()) + ":0")
            .idleStrategy(new SleepingMillisIdleStrategy(1))
            .credentialsSupplier(credentials);
    }

    /** For a question to another member's archive. */
    AeronArchive.Context archiveClientOf(final int member) {
        return new AeronArchive.Context()
            .ownsAeronClient(false)
            .controlRequestChannel(endpoints.archiveControlChannel(member))
            .controlResponseChannel(replicationChannel())
            .messageTimeoutNs(QUESTION_TIMEOUT_NS)
            .idleStrategy(new SleepingMillisIdleStrategy(1))
            .credentialsSupplier(credentials);
    }

    /** For what removes from the archive. */
    AeronArchive.Context housekeepingArchiveClient() {
        return archiveClient(HOUSEKEEPING_RESPONSE_STREAM_ID).idleStrategy(new SleepingMillisIdleStrategy(1));
    }

    private AeronArchive.Context archiveClient(final int responseStreamId) {
        return new AeronArchive.Context()
            .controlRequestChannel(LOCAL_CONTROL_CHANNEL)
            .controlResponseChannel(LOCAL_CONTROL_CHANNEL)
            .controlResponseStreamId(responseStreamId)
            .credentialsSupplier(credentials)
            .idleStrategy(profile.idleStrategy());
    }

    private PrincipalAuthenticator authenticator(final String door, final Refusal refusal) {
        return new PrincipalAuthenticator(name + " " + door, clusterKey, counting(refusal));
    }

    private Runnable counting(final Refusal refusal) {
        return () -> securityCounters.increment(refusal);
    }

    private String replicationChannel() {
        return "aeron:udp?endpoint=" + endpoints.host(options.memberId()) + ":0";
    }
}
