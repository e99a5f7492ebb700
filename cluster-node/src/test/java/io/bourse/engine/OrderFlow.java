package io.bourse.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The order-book conformance data set, beside the repository or where -Dbourse.orderflow says. Its README tells the format. */
final class OrderFlow {
    static final int NEW = 0;
    static final int CANCEL = 1;
    static final int MODIFY = 2;

    private static final long MAGIC = 0x4D4542575F303031L;
    private static final int HEADER_LENGTH = 16;
    private static final int RECORD_LENGTH = 40;

    private final ByteBuffer records;
    private final int count;

    private OrderFlow(final byte[] bytes) {
        records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (records.getLong(0) != MAGIC) {
            throw new IllegalArgumentException("not an order flow: magic=" + Long.toHexString(records.getLong(0)));
        }
        count = records.getInt(12);
    }

    /** The folder, which may not exist. */
    static Path folder() {
        final String given = System.getProperty("bourse.orderflow");
        if (given != null) {
            return Path.of(given);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        return root.resolveSibling("shared").resolve("orderflow");
    }

    static OrderFlow read(final Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new OrderFlow(plain.readAllBytes());
        }
    }

    int count() {
        return count;
    }

    int type(final int index) {
        return records.get(at(index));
    }

    Side side(final int index) {
        return Side.of(records.get(at(index) + 1));
    }

    boolean isImmediate(final int index) {
        return records.get(at(index) + 2) != 0;
    }

    long quantity(final int index) {
        return Integer.toUnsignedLong(records.getInt(at(index) + 4));
    }

    long orderId(final int index) {
        return records.getLong(at(index) + 16);
    }

    long price(final int index) {
        return records.getLong(at(index) + 24);
    }

    private static int at(final int index) {
        return HEADER_LENGTH + index * RECORD_LENGTH;
    }
}
