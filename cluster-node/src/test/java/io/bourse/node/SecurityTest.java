package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.AdminResponseCode;
import io.aeron.logbuffer.Header;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.bourse.client.PrincipalCredentials;
import io.bourse.node.SecurityCounters.Refusal;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whom a running member lets in, and what it does for whom. */
@Timeout(120)
class SecurityTest {
    private static final long RECORDING_ID = 0;

    @TempDir
    static Path folder;
    private static TestCluster cluster;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(folder, 1).startAll();
        gateway = cluster.gateway(1);
        gateway.connectAndLogon();
        gateway.depositSurely(1, 1);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        cluster.close();
    }

    @Test
    void shouldRejectWhoHasNoKeyAnotherOrNoNameAtTheIngress() throws IOException {
        final ClusterKey foreign = ClusterKey.readOrCreate(folder.resolve("foreign"));
        final long before = refusals(Refusal.INGRESS_SESSION);
        final List<CredentialsSupplier> wrong = List.of(
            answering("gw-2", challenge -> new byte[0]),
            answering("gw-2", challenge -> new byte[32]),
            answering("gw-2", challenge -> new byte[33]),
            answering("gw-2", challenge -> new byte[96]),
            answering("gw-2", foreign.principal("gw-2")::answer),
            answering("gw-2", cluster.key("gw-1")::answer),
            answering("gw-2", cluster.key("member-0")::answer),
            answering("gw-0", cluster.key("gw-0")::answer),
            answering("root-1", cluster.key("root-1")::answer),
            answering("gw-2\n", cluster.key("gw-2")::answer),
            answering("", cluster.key("")::answer));
        for (final CredentialsSupplier credentials : wrong) {
            final String message = assertThrows(AuthenticationException.class, () -> connectAndClose(credentials)).getMessage();
            assertTrue(message.contains("authentication"), message);
        }
        assertEquals(before + wrong.size(), refusals(Refusal.INGRESS_SESSION));
        connectAndClose(new PrincipalCredentials(cluster.key("gw-2")));
        assertEquals(before + wrong.size(), refusals(Refusal.INGRESS_SESSION));
        assertGoesOn();
    }

    @Test
    void shouldRejectAnAnswerThatWasGoodBefore() {
        final byte[][] heard = new byte[1][];
        connectAndClose(answering("gw-3", challenge -> heard[0] = cluster.key("gw-3").answer(challenge)));
        assertThrows(AuthenticationException.class, () -> connectAndClose(answering("gw-3", challenge -> heard[0])));
        assertThrows(ArchiveException.class, () -> archive(answering("gw-3", challenge -> heard[0])).close());
        assertGoesOn();
    }

    @Test
    void shouldRejectTheSameAtTheArchive() {
        final long before = refusals(Refusal.ARCHIVE_SESSION);
        final List<CredentialsSupplier> wrong = List.of(
            answering("md-1", challenge -> new byte[0]),
            answering("md-1", cluster.key("md-2")::answer),
            answering("", cluster.key("md-1")::answer),
            answering("root-1", cluster.key("root-1")::answer));
        for (final CredentialsSupplier credentials : wrong) {
            final ArchiveException rejection = assertThrows(ArchiveException.class, () -> archive(credentials).close());
            assertEquals(ArchiveException.AUTHENTICATION_REJECTED, rejection.errorCode(), rejection.getMessage());
            assertTrue(rejection.getMessage().contains("authentication rejected"), rejection.getMessage());
        }
        assertEquals(before + wrong.size(), refusals(Refusal.ARCHIVE_SESSION));
        assertGoesOn();
    }

    @Test
    void shouldLetReadersReadAndNothingElse() {
        for (final String reader : List.of("md-1", "persist-1", "gw-1", "admin-1")) {
            try (AeronArchive archive = archive(new PrincipalCredentials(cluster.key(reader)))) {
                assertTrue(archive.listRecordings(0, 10, (controlSessionId, correlationId, recordingId, startTimestamp,
                    stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
                    sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> { }) > 0);
                assertTrue(archive.getRecordingPosition(RECORDING_ID) >= 0);
                assertEquals(0, archive.getStartPosition(RECORDING_ID));

                final long before = refusals(Refusal.ARCHIVE_REQUEST);
                final List<Executable> forbidden = List.of(
                    () -> archive.purgeRecording(RECORDING_ID),
                    () -> archive.truncateRecording(RECORDING_ID, 0),
                    () -> archive.purgeSegments(RECORDING_ID, 0),
                    () -> archive.detachSegments(RECORDING_ID, 0),
                    () -> archive.migrateSegments(RECORDING_ID, RECORDING_ID),
                    () -> archive.deleteDetachedSegments(RECORDING_ID),
                    () -> archive.startRecording("aeron:ipc", 5, SourceLocation.LOCAL),
                    () -> archive.extendRecording(RECORDING_ID, "aeron:ipc", 5, SourceLocation.LOCAL),
                    () -> archive.stopRecording("aeron:ipc", EventFrame.STREAM_ID),
                    () -> archive.tryStopRecordingByIdentity(RECORDING_ID),
                    () -> archive.stopAllReplays(Aeron.NULL_VALUE),
                    () -> archive.replicate(
                        RECORDING_ID, Aeron.NULL_VALUE, 10, cluster.endpoints.archiveControlChannel(0), null));
                for (final Executable request : forbidden) {
                    final ArchiveException refusal = assertThrows(ArchiveException.class, request);
                    assertEquals(ArchiveException.UNAUTHORISED_ACTION, refusal.errorCode(), refusal.getMessage());
                    assertTrue(refusal.getMessage().contains("unauthorised action"), refusal.getMessage());
                }
                assertEquals(before + forbidden.size(), refusals(Refusal.ARCHIVE_REQUEST));
            }
        }
        assertGoesOn();
    }

    @Test
    void shouldTakeSnapshotsForOperatorsOnly() {
        assertEquals(AdminResponseCode.UNAUTHORISED_ACCESS, askForSnapshot("gw-5"));
        assertEquals(AdminResponseCode.UNAUTHORISED_ACCESS, askForSnapshot("md-1"));
        assertEquals(AdminResponseCode.OK, askForSnapshot("admin-1"));
        assertTrue(refusals(Refusal.CLUSTER_REQUEST) >= 2);
        assertGoesOn();
    }

    @Test
    void shouldExecuteNoCommandOfAnybodyButAGateway() {
        final long hash = gateway.stateHash();
        for (final String name : List.of("md-1", "persist-1", "admin-1", "member-0")) {
            try (TestGateway impostor = new TestGateway(cluster.connection, cluster.endpoints, cluster.key(name), 1)) {
                impostor.session();
                final long before = counter("bourse ingress messages dropped");
                impostor.deposit(1, 1, gateway.inSequence + 1);
                TestCluster.await("the message to be dropped", () -> counter("bourse ingress messages dropped") > before);
            }
        }
        assertEquals(hash, gateway.stateHash());
    }

    @Test
    void shouldAcceptTwoKeysWhileOneIsReplaced() throws IOException {
        final Path twoKeys = folder.resolve("two-keys");
        final Path next = folder.resolve("next");
        final ClusterKey nextKey = ClusterKey.readOrCreate(next);
        Files.writeString(twoKeys, Files.readString(next) + Files.readString(cluster.keyFile()));
        Files.setPosixFilePermissions(twoKeys, PosixFilePermissions.fromString("rw-------"));
        final ClusterKey both = ClusterKey.read(twoKeys);
        final byte[] challenge = new byte[32];

        for (final ClusterKey old : List.of(cluster.clusterKey, nextKey)) {
            assertTrue(old.isProof("gw-1", challenge, both.principal("gw-1").answer(challenge)));
            assertTrue(both.isProof("gw-1", challenge, old.principal("gw-1").answer(challenge)));
        }
        assertFalse(nextKey.isProof("gw-1", challenge, cluster.key("gw-1").answer(challenge)));
        connectAndClose(new PrincipalCredentials(both.principal("gw-6")));
    }

    private static void assertGoesOn() {
        // Not at once: it is not active while it takes a snapshot.
        TestCluster.await("the member to be active", () -> cluster.node(0).isActive());
        gateway.stateHash();
    }

    private static AdminResponseCode askForSnapshot(final String name) {
        final AdminResponseCode[] answer = new AdminResponseCode[1];
        final EgressListener listener = new EgressListener() {
            @Override
            public void onMessage(
                final long clusterSessionId, final long timestamp, final DirectBuffer buffer, final int offset,
                final int length, final Header header) {
                throw new AssertionError("nothing was sent");
            }

            @Override
            public void onAdminResponse(
                final long clusterSessionId, final long correlationId, final AdminRequestType requestType,
                final AdminResponseCode responseCode, final String message, final DirectBuffer payload,
                final int payloadOffset, final int payloadLength) {
                answer[0] = responseCode;
            }
        };
        try (AeronCluster session = AeronCluster.connect(context(new PrincipalCredentials(cluster.key(name)))
            .egressListener(listener))) {
            TestCluster.await("the request", () -> session.sendAdminRequestToTakeASnapshot(1));
            TestCluster.await("the answer", () -> session.pollEgress() >= 0 && answer[0] != null);
        }
        return answer[0];
    }

    private static void connectAndClose(final CredentialsSupplier credentials) {
        AeronCluster.connect(context(credentials).egressListener(
            (clusterSessionId, timestamp, buffer, offset, length, header) -> { })).close();
    }

    private static AeronCluster.Context context(final CredentialsSupplier credentials) {
        return new AeronCluster.Context()
            .aeron(cluster.connection.aeron())
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(cluster.endpoints.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=localhost:0")
            .messageTimeoutNs(TimeUnit.SECONDS.toNanos(5))
            .errorHandler(error -> { })
            .credentialsSupplier(credentials);
    }

    private static AeronArchive archive(final CredentialsSupplier credentials) {
        return AeronArchive.connect(new AeronArchive.Context()
            .aeron(cluster.connection.aeron())
            .ownsAeronClient(false)
            .controlRequestChannel(cluster.endpoints.archiveControlChannel(0))
            .controlResponseChannel("aeron:udp?endpoint=localhost:0")
            .credentialsSupplier(credentials));
    }

    private static CredentialsSupplier answering(final String name, final UnaryOperator<byte[]> answer) {
        return new CredentialsSupplier() {
            @Override
            public byte[] encodedCredentials() {
                return name.getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public byte[] onChallenge(final byte[] encodedChallenge) {
                return answer.apply(encodedChallenge);
            }
        };
    }

    private static long refusals(final Refusal refusal) {
        return counter(refusal.label());
    }

    /** As AeronStat shows it. */
    private static long counter(final String label) {
        final long[] value = {-1};
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(cluster.node(0).aeronDirectoryName()))) {
            aeron.countersReader().forEach((counterId, typeId, keyBuffer, counterLabel) -> {
                if (counterLabel.startsWith(label)) {
                    value[0] = aeron.countersReader().getCounterValue(counterId);
                }
            });
        }
        return value[0];
    }
}
