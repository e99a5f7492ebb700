package io.bourse.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.RethrowingErrorHandler;
import io.aeron.Subscription;
import io.bourse.client.AeronConnection;
import io.bourse.engine.Engine;
import io.bourse.engine.GoldenState;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateVisitor;
import io.bourse.wire.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The format of snapshots, held by a file of real bytes with every kind of record. Renewed on purpose alone, see
 * docs/SNAPSHOT.md: {@code -Dsnapshot.rewrite=true}.
 */
@Timeout(120)
class GoldenSnapshotTest {
    private static final Path FILE = Path.of("src/test/resources/snapshots/golden-3.bin");
    /** Of the version before this one; nobody can write it any more. */
    private static final Path OLDER_FILE = Path.of("src/test/resources/snapshots/golden-2.bin");
    private static final Path DOCUMENT = Path.of("../docs/SNAPSHOT.md");
    private static final long EPOCH = 77;
    private static final long EVENT_SEQUENCE = 7;
    private static final int CHAIN_HASH = -777;
    private static final int FORMAT_VERSION_OFFSET = 8;
    private static final int RECORD_COUNT_OFFSET = 8;
    private static final int CHECKSUM_OFFSET = 24;
    private static final int IDLE_LIMIT = 1_000;
    private static final int STREAM_ID = 11;

    private AeronConnection connection;
    private Aeron aeron;
    private Subscription subscription;
    private ExclusivePublication publication;

    @BeforeEach
    void connect() throws IOException {
        connection = AeronConnection.connect(null, Profile.DEV);
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(connection.aeronDirectoryName())
            .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE));
        subscription = aeron.addSubscription("aeron:ipc", STREAM_ID);
        publication = aeron.addExclusivePublication("aeron:ipc", STREAM_ID);
        while (!subscription.isConnected()) {
            Thread.onSpinWait();
        }
        if (Boolean.getBoolean("snapshot.rewrite")) {
            Files.write(FILE, join(write(GoldenState.engine())));
        }
    }

    @AfterEach
    void close() {
        aeron.close();
        connection.close();
    }

    @Test
    void shouldWriteTheSameBytesAsEver() throws IOException {
        final byte[] written = join(write(GoldenState.engine()));
        assertTrue(golden().size() > 3, "records are cut within a message");
        assertArrayEquals(Files.readAllBytes(FILE), written, "the format has changed: see docs/SNAPSHOT.md");
    }

    @Test
    void shouldLoadTheGoldenFile() throws IOException {
        final Engine engine = GoldenState.emptyEngine();
        final SnapshotLoader loader = load(golden(), engine);
        assertEquals(GoldenState.engine().stateHash(), engine.stateHash());
        assertEquals(EPOCH, loader.epoch());
        assertEquals(EVENT_SEQUENCE, loader.eventSequence());
        assertEquals(CHAIN_HASH, loader.chainHash());
        assertTrue(Files.readString(DOCUMENT).contains("`" + Long.toHexString(engine.stateHash()) + "`"),
            "state hash " + Long.toHexString(engine.stateHash()) + " is not in " + DOCUMENT);
        assertArrayEquals(join(golden()), join(write(engine)), "what is loaded is written the same");
    }

    @Test
    void shouldLoadTheFormatBeforeThisOne() throws IOException {
        final Engine engine = GoldenState.emptyEngine();
        final SnapshotLoader loader = load(read(OLDER_FILE), engine);
        assertEquals(GoldenState.engine().stateHash(), engine.stateHash());
        assertEquals(EPOCH, loader.epoch());
        assertEquals(EVENT_SEQUENCE, loader.eventSequence());
        assertEquals(CHAIN_HASH, loader.chainHash());
        final List<byte[]> withChecksum = read(OLDER_FILE);
        withChecksum.set(withChecksum.size() - 1, golden().get(golden().size() - 1));
        assertRefused(withChecksum, "the end of the newer format");
        final List<byte[]> withoutChecksum = golden();
        withoutChecksum.set(golden().size() - 1, read(OLDER_FILE).get(read(OLDER_FILE).size() - 1));
        assertRefused(withoutChecksum, "the end of the older format");
    }

    @Test
    void shouldBeDocumentedFieldByField() throws IOException {
        final Map<RecordKind, List<String>> fields = new EnumMap<>(RecordKind.class);
        GoldenState.engine().accept(new StateVisitor() {
            private List<String> names;

            @Override
            public void record(final RecordKind kind) {
                names = new ArrayList<>();
                fields.put(kind, names);
            }

            @Override
            public void field(final String name, final long value) {
                names.add(name);
            }
        });
        assertEquals(List.of(RecordKind.values()), List.copyOf(fields.keySet()), "the golden state has every kind");
        final String document = Files.readString(DOCUMENT);
        fields.forEach((kind, names) -> {
            final String heading = "### " + kind + " (" + kind.code() + ")\n";
            assertTrue(document.contains(heading), heading);
            final String section = document.substring(document.indexOf(heading) + heading.length()).split("\n#")[0];
            assertEquals(names.stream().distinct().toList(), section.lines().filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3))).collect(Collectors.toList()), kind.toString());
        });
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException {
        final List<byte[]> messages = golden();
        for (final int version : new int[]{0, 1, 4, Integer.MIN_VALUE}) {
            ByteBuffer.wrap(messages.get(0)).order(ByteOrder.LITTLE_ENDIAN).putInt(FORMAT_VERSION_OFFSET, version);
            final IllegalStateException refusal = assertThrows(
                IllegalStateException.class, () -> load(messages, GoldenState.emptyEngine()));
            assertEquals("snapshot was taken with formatVersion=" + version +
                ", this version has 3 and reads what is not older than 2", refusal.getMessage());
        }
    }

    @Test
    void shouldRefuseAnotherStateUnderTheSameHash() throws IOException {
        final List<byte[]> messages = golden();
        final byte[] records = messages.get(messages.size() - 2);
        // The session of the last record.
        records[records.length - 1] ^= 2;
        seal(messages);
        final IllegalStateException refusal = assertThrows(
            IllegalStateException.class, () -> load(messages, GoldenState.emptyEngine()));
        assertTrue(refusal.getMessage().startsWith("snapshot loads to state hash "), refusal.getMessage());
    }

    @Test
    void shouldRefuseAnotherNumberOfRecords() throws IOException {
        final List<byte[]> messages = golden();
        messages.get(messages.size() - 1)[RECORD_COUNT_OFFSET]++;
        seal(messages);
        final IllegalStateException refusal = assertThrows(
            IllegalStateException.class, () -> load(messages, GoldenState.emptyEngine()));
        assertTrue(refusal.getMessage().contains(" records, its end says "), refusal.getMessage());
    }

    @Test
    void shouldRefuseDamageOfEveryByte() throws IOException {
        final List<byte[]> messages = golden();
        for (int i = 0; i < messages.size(); i++) {
            final byte[] message = messages.get(i);
            for (int at = 0; at < message.length; at++) {
                for (final int flip : new int[]{1 << at % Byte.SIZE, 0xFF}) {
                    message[at] ^= (byte) flip;
                    assertRefused(messages, "message=" + i + " at=" + at + " flip=" + flip);
                    message[at] ^= (byte) flip;
                }
            }
        }
        load(messages, GoldenState.emptyEngine());
    }

    @Test
    void shouldRefuseMessagesThatAreCutOrMissingOrTwiceOrInAnotherOrder() throws IOException {
        final List<byte[]> messages = golden();
        for (int i = 0; i < messages.size(); i++) {
            final byte[] message = messages.get(i);
            for (int length = 0; length < message.length; length++) {
                final List<byte[]> cut = new ArrayList<>(messages);
                cut.set(i, java.util.Arrays.copyOf(message, length));
                assertRefused(cut, "message=" + i + " length=" + length);
            }
            final List<byte[]> missing = new ArrayList<>(messages);
            missing.remove(i);
            assertRefused(missing, "without message=" + i);
            final List<byte[]> twice = new ArrayList<>(messages);
            twice.add(i, message);
            // What is behind the end is the next snapshot to a loader that has all that it wants.
            if (i < messages.size() - 1) {
                assertRefused(twice, "twice message=" + i);
                final List<byte[]> swapped = new ArrayList<>(messages);
                swapped.set(i, messages.get(i + 1));
                swapped.set(i + 1, message);
                assertRefused(swapped, "swapped message=" + i);
            }
        }
    }

    private void assertRefused(final List<byte[]> messages, final String damage) {
        assertThrows(IllegalStateException.class, () -> load(messages, GoldenState.emptyEngine()), damage);
    }

    private List<byte[]> write(final Engine engine) {
        final EventStream stream = new EventStream(null);
        final EventPublisher events = new EventPublisher(stream, new Egress(null));
        events.restore(EPOCH, EVENT_SEQUENCE, CHAIN_HASH);
        new SnapshotPublisher(publication, new YieldingIdleStrategy()).publish(engine, events, stream);
        final List<byte[]> messages = new ArrayList<>();
        while (subscription.imageAtIndex(0).position() < publication.position()) {
            subscription.poll((buffer, offset, length, header) -> {
                final byte[] message = new byte[length];
                buffer.getBytes(offset, message);
                messages.add(message);
            }, 1);
        }
        return messages;
    }

    /** Through a real publication; what a loader does not want is skipped. */
    private SnapshotLoader load(final List<byte[]> messages, final Engine engine) {
        final Image image = subscription.imageAtIndex(0);
        for (final byte[] message : messages) {
            while (publication.offer(new UnsafeBuffer(message)) < 0) {
                Thread.onSpinWait();
            }
        }
        final SnapshotLoader loader = new SnapshotLoader(image, new EndOfMessages());
        try {
            loader.load(engine);
        } finally {
            while (image.position() < publication.position()) {
                image.poll((buffer, offset, length, header) -> { }, messages.size());
            }
        }
        return loader;
    }

    /** Makes the checksum that of the bytes again. */
    private static void seal(final List<byte[]> messages) {
        final CRC32C checksum = new CRC32C();
        final ByteBuffer end = ByteBuffer.wrap(messages.get(messages.size() - 1)).order(ByteOrder.LITTLE_ENDIAN);
        messages.subList(0, messages.size() - 1).forEach(checksum::update);
        checksum.update(end.array(), 0, CHECKSUM_OFFSET);
        end.putInt(CHECKSUM_OFFSET, (int) checksum.getValue());
    }

    private static List<byte[]> golden() throws IOException {
        return read(FILE);
    }

    private static List<byte[]> read(final Path path) throws IOException {
        final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        final List<byte[]> messages = new ArrayList<>();
        while (file.hasRemaining()) {
            final byte[] message = new byte[file.getInt()];
            file.get(message);
            messages.add(message);
        }
        return messages;
    }

    /** Each behind its length, an int32. */
    private static byte[] join(final List<byte[]> messages) {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (final byte[] message : messages) {
            joined.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(message.length).array());
            joined.writeBytes(message);
        }
        return joined.toByteArray();
    }

    /** A loader that waits for more when nothing comes has met the end of the recording. */
    private static final class EndOfMessages implements IdleStrategy {
        private int idles;

        @Override
        public void idle(final int workCount) {
            idle();
        }

        @Override
        public void idle() {
            if (++idles > IDLE_LIMIT) {
                throw new IllegalStateException("the messages end before the snapshot does");
            }
        }

        @Override
        public void reset() {
            idles = 0;
        }
    }
}
