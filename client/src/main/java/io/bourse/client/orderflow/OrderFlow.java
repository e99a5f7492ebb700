package io.bourse.client.orderflow;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * A recorded stream of order messages of one market: a header of 16 bytes (magic, version, count) and records of 40, all
 * little-endian. Everything that the format promises is checked when it is read. Records are asked for by index, 0 to
 * {@link #count()} - 1.
 */
public final class OrderFlow {
    /** A new order. */
    public static final int NEW = 0;
    /** Cancels an order. */
    public static final int CANCEL = 1;
    /** Gives an order a new price and open quantity. */
    public static final int MODIFY = 2;

    private static final long MAGIC = 0x4D45_4257_5F30_3031L;
    private static final int VERSION = 1;
    private static final int HEADER_LENGTH = 16;
    private static final int RECORD_LENGTH = 40;
    private static final int LENGTH_MAX = 1 << 30;
    private static final int GZIP_MAGIC_0 = 0x1F;
    private static final int GZIP_MAGIC_1 = 0x8B;

    private final String name;
    private final UnsafeBuffer buffer;
    private final int count;

    private OrderFlow(final String name, final byte[] bytes) {
        this.name = name;
        this.buffer = new UnsafeBuffer(bytes);
        this.count = checkHeader();
        for (int i = 0; i < count; i++) {
            checkRecord(i);
        }
    }

    /**
     * Reads and checks a file, compressed with gzip or not.
     *
     * @throws OrderFlowException if it cannot be read or is not such a file; the message says where it is wrong
     */
    public static OrderFlow read(final Path file) {
        final String fileName = file.getFileName().toString();
        final String name = fileName.endsWith(".gz") ? fileName.substring(0, fileName.length() - 3) : fileName;
        try {
            return of(name, bytes(file));
        } catch (final IOException e) {
            throw new OrderFlowException("cannot read " + file + ": " + e, e);
        }
    }

    /** Checks the bytes of an uncompressed file; the array is used, not copied. */
    public static OrderFlow of(final String name, final byte[] bytes) {
        return new OrderFlow(name, bytes);
    }

    /** Name of the file, without .gz. */
    public String name() {
        return name;
    }

    /** Number of messages. */
    public int count() {
        return count;
    }

    /** {@link #NEW}, {@link #CANCEL} or {@link #MODIFY}. */
    public int type(final int index) {
        return buffer.getByte(record(index));
    }

    /** Side of the message; of a cancel or modify informative only. */
    public boolean isBuy(final int index) {
        return buffer.getByte(record(index) + 1) == 0;
    }

    /** Whether what cannot trade at once is cancelled. */
    public boolean isImmediateOrCancel(final int index) {
        return buffer.getByte(record(index) + 2) == 1;
    }

    /** Lots, 1 to 2^32 - 1; of a cancel without meaning. */
    public long quantity(final int index) {
        return buffer.getInt(record(index) + 4, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }

    /** Of the order; unsigned. */
    public long orderId(final int index) {
        return buffer.getLong(record(index) + 16, ByteOrder.LITTLE_ENDIAN);
    }

    /** Limit; of a cancel without meaning. */
    public long priceTicks(final int index) {
        return buffer.getLong(record(index) + 24, ByteOrder.LITTLE_ENDIAN);
    }

    /** SHA-256 of the uncompressed file, in lower-case hex. */
    public String sha256() {
        return sha256(buffer.byteArray());
    }

    /** SHA-256 in lower-case hex. */
    public static String sha256(final byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    /** A new digest. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static int record(final int index) {
        return HEADER_LENGTH + RECORD_LENGTH * index;
    }

    private int checkHeader() {
        if (buffer.capacity() < HEADER_LENGTH || buffer.getLong(0, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            throw new OrderFlowException(name + " is no order flow: it does not begin with the magic number");
        }
        final int version = buffer.getInt(8, ByteOrder.LITTLE_ENDIAN);
        if (version != VERSION) {
            throw new OrderFlowException(name + " has version " + version + ", this tool reads version " + VERSION);
        }
        final long records = buffer.getInt(12, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
        if (HEADER_LENGTH + RECORD_LENGTH * records != buffer.capacity()) {
            throw new OrderFlowException(name + " announces " + records + " messages and has " + buffer.capacity() +
                " bytes, which is " + (buffer.capacity() - HEADER_LENGTH) / (double) RECORD_LENGTH + " messages");
        }
        return (int) records;
    }

    private void checkRecord(final int index) {
        final int offset = record(index);
        final long sequence = buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN);
        require(sequence == index, index, "has sequence " + sequence);
        final int type = buffer.getByte(offset);
        require(type >= NEW && type <= MODIFY, index, "has type " + type);
        require((buffer.getByte(offset + 1) & ~1) == 0, index, "has side " + buffer.getByte(offset + 1));
        require((buffer.getByte(offset + 2) & ~1) == 0, index, "has ioc " + buffer.getByte(offset + 2));
        if (type != CANCEL) {
            require(quantity(index) > 0, index, "has quantity 0");
        }
    }

    private void require(final boolean isTrue, final int index, final String what) {
        if (!isTrue) {
            throw new OrderFlowException(name + ": message " + index + " " + what);
        }
    }

    private static byte[] bytes(final Path file) throws IOException {
        try (BufferedInputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            input.mark(2);
            final boolean isCompressed = input.read() == GZIP_MAGIC_0 && input.read() == GZIP_MAGIC_1;
            input.reset();
            try (InputStream content = isCompressed ? new GZIPInputStream(input) : input) {
                final byte[] bytes = content.readNBytes(LENGTH_MAX);
                if (bytes.length == LENGTH_MAX) {
                    throw new OrderFlowException(file + " is longer than " + LENGTH_MAX + " bytes");
                }
                return bytes;
            }
        }
    }
}
