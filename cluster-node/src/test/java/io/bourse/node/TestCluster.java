package io.bourse.node;

import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import io.bourse.client.AeronConnection;
import io.bourse.client.PrincipalCredentials;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.PrincipalKey;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assertions;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Members in this JVM, on free ports, with data in a temporary folder. */
final class TestCluster implements AutoCloseable {
    private static final int AUDIT_INTERVAL = 20;

    final ClusterEndpoints endpoints;
    final AeronConnection connection;
    final ClusterKey clusterKey;
    private final Path folder;
    private final ClusterNode[] nodes;
    private final List<String> options = new ArrayList<>();
    /** In memory, of this cluster alone. */
    private final String aeronDirs = CommonContext.generateRandomDirName();

    TestCluster(final Path folder, final int memberCount) {
        this.folder = folder;
        this.nodes = new ClusterNode[memberCount];
        this.endpoints = new ClusterEndpoints(Collections.nCopies(memberCount, "localhost"), freePortBase(memberCount));
        this.clusterKey = newKey(keyFile());
        this.connection = AeronConnection.connect(null, Profile.DEV);
    }

    /** More options for members that are started from now on. */
    TestCluster with(final String... more) {
        options.addAll(List.of(more));
        return this;
    }

    TestCluster startAll() {
        for (int i = 0; i < nodes.length; i++) {
            start(i);
        }
        awaitLeader();
        return this;
    }

    ClusterNode start(final int memberId) {
        nodes[memberId] = ClusterNode.launch(options(memberId));
        return nodes[memberId];
    }

    NodeOptions options(final int memberId) {
        return ClusterNode.parse(arguments(memberId));
    }

    String[] arguments(final int memberId) {
        final List<String> arguments = new ArrayList<>(List.of(
            "--member-id", "" + memberId, "--cluster-hosts", String.join(",", endpoints.hosts()),
            "--cluster-port-base", "" + endpoints.portBase(), "--data-dir", dataDir(memberId).toString(),
            "--aeron-dir", aeronDir(memberId), "--cluster-key-file", keyFile().toString(), "--profile", "dev",
            "--audit-interval", "" + AUDIT_INTERVAL));
        arguments.addAll(options);
        return arguments.toArray(String[]::new);
    }

    Path keyFile() {
        return folder.resolve("cluster-key");
    }

    PrincipalKey key(final String principal) {
        return clusterKey.principal(principal);
    }

    TestGateway gateway(final int gatewayId) {
        return new TestGateway(connection, endpoints, key("gw-" + gatewayId), gatewayId);
    }

    EventLog eventLog() {
        return new EventLog(connection, endpoints, key("md-1"));
    }

    static ClusterKey newKey(final Path file) {
        try {
            return ClusterKey.readOrCreate(file);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String aeronDir(final int memberId) {
        return aeronDirs + "-member-" + memberId;
    }

    Path dataDir(final int memberId) {
        return folder.resolve("member-" + memberId);
    }

    void stop(final int memberId) {
        CloseHelper.close(nodes[memberId]);
        nodes[memberId] = null;
    }

    /** Runs a member in a process of its own, which can be killed. */
    Process startProcess(final int memberId) throws IOException {
        return startProcess(memberId, null);
    }

    /** The same with classes that go before all others. */
    Process startProcess(final int memberId, final Path classes) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "-cp", (classes == null ? "" : classes + File.pathSeparator) +
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ClusterNode.class.getName()));
        command.addAll(List.of(arguments(memberId)));
        return new ProcessBuilder(command)
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output(memberId).toFile())).start();
    }

    /** What the processes of a member have printed. */
    Path output(final int memberId) {
        return folder.resolve("member-" + memberId + ".out");
    }

    void stopAll() {
        for (int i = 0; i < nodes.length; i++) {
            stop(i);
        }
    }

    /** Every event that a member has recorded. */
    EventLog eventsOf(final int memberId) {
        return new EventLog(connection, new ClusterEndpoints(
            List.of("localhost"), endpoints.portBase() + ClusterEndpoints.PORTS_PER_MEMBER * memberId), key("md-1"));
    }

    /** Asserts that all members have recorded the same frames at the same positions, so many or more. */
    void assertSameEvents(final int count) {
        final List<EventLog> logs = new ArrayList<>();
        try {
            int most = count;
            for (int i = 0; i < nodes.length; i++) {
                logs.add(eventsOf(i));
                logs.getLast().awaitCount(most);
                most = logs.getLast().frames.size();
            }
            for (final EventLog log : logs) {
                log.awaitCount(most);
                Assertions.assertTrue(log.isContiguous());
                Assertions.assertEquals(logs.getFirst().describe(), log.describe());
            }
        } finally {
            CloseHelper.closeAll(logs);
        }
    }

    /** Waits until all members have what the leader has now. Who lags while log is purged could not come back. */
    void awaitInStep() {
        final long position = node(awaitLeader()).commitPosition();
        await("all members in step", () -> {
            for (final ClusterNode node : nodes) {
                if (node != null && node.commitPosition() < position) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Asserts that the log leads to what all members have recorded, be they running or not. */
    void assertAudited() {
        final List<Path> folders = IntStream.range(0, nodes.length).mapToObj(this::dataDir).toList();
        final List<String> said = new ArrayList<>();
        Assertions.assertEquals(List.of(), ClusterAudit.run(folders, AUDIT_INTERVAL, false, said::add), said::toString);
    }

    /** A recording of a member, as its archive says. */
    record Recording(long recordingId, long startPosition, String channel) {
    }

    /** What a member's archive holds. */
    List<Recording> recordings(final int memberId) {
        final List<Recording> recordings = new ArrayList<>();
        try (AeronArchive archive = AeronArchive.connect(new AeronArchive.Context()
            .aeron(connection.aeron())
            .ownsAeronClient(false)
            .controlRequestChannel(endpoints.archiveControlChannel(memberId))
            .controlResponseChannel("aeron:udp?endpoint=localhost:0")
            .credentialsSupplier(new PrincipalCredentials(key("admin-1"))))) {
            archive.listRecordings(0, 1_000, (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp,
                startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
                strippedChannel, originalChannel, sourceIdentity) ->
                recordings.add(new Recording(recordingId, startPosition, originalChannel)));
        }
        return recordings;
    }

    /** The recording of a member's Raft log. */
    Recording logRecording(final int memberId) {
        return recordings(memberId).stream().filter(each -> !each.channel().contains("alias=snapshot") &&
            !each.channel().contains("bourse-events")).findFirst().orElseThrow();
    }

    ClusterNode node(final int memberId) {
        return nodes[memberId];
    }

    /** The member that leads, once all running members agree on one. */
    int awaitLeader() {
        final int[] leader = {-1};
        await("leader", () -> {
            leader[0] = -1;
            for (final ClusterNode node : nodes) {
                if (node != null && !node.isActive()) {
                    return false;
                }
                if (node != null && node.isLeader()) {
                    leader[0] = node.memberId();
                }
            }
            return leader[0] >= 0;
        });
        return leader[0];
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        stopAll();
        connection.close();
        // Members whose processes were killed have left theirs.
        for (int i = 0; i < nodes.length; i++) {
            IoUtil.delete(new File(aeronDir(i)), true);
        }
    }

    private static int freePortBase(final int memberCount) {
        for (int base = 20_000 + (int) (System.nanoTime() & 0x3FFF); base < 60_000; base += 700) {
            if (isFree(base, memberCount)) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(final int base, final int memberCount) {
        for (int member = 0; member < memberCount; member++) {
            for (int offset = 1; offset <= 5; offset++) {
                try (DatagramSocket socket = new DatagramSocket(base + 100 * member + offset)) {
                    socket.getLocalPort();
                } catch (final IOException taken) {
                    return false;
                }
            }
        }
        return true;
    }
}
