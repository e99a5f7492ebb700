package io.bourse.persistence;

import org.agrona.ExpandableArrayBuffer;
import org.jooq.TableField;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Rows to be appended to a table, in PostgreSQL's binary COPY format: the cheapest way in for both sides. Rows are
 * encoded as they come and keep their bytes from batch to batch, so nothing is allocated for them.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER_LENGTH = SIGNATURE.length + 8;
    private static final int NULL_LENGTH = -1;
    private static final int INITIAL_CAPACITY = 64 * 1024;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(INITIAL_CAPACITY);
    private final String statement;
    private final short columnCount;
    private int length = HEADER_LENGTH;
    private int rowCount;

    /**
     * @param columns all of one table, in the order in which each row will be put
     */
    CopyRows(final TableField<?, ?>... columns) {
        final StringBuilder names = new StringBuilder();
        for (final TableField<?, ?> column : columns) {
            names.append(names.isEmpty() ? "" : ", ").append(quoted(column.getName()));
        }
        statement = "COPY " + quoted(columns[0].getTable().getName()) + " (" + names + ") FROM STDIN (FORMAT BINARY)";
        columnCount = (short) columns.length;
        buffer.putBytes(0, SIGNATURE);
        buffer.putLong(SIGNATURE.length, 0);
    }

    int rowCount() {
        return rowCount;
    }

    void clear() {
        length = HEADER_LENGTH;
        rowCount = 0;
    }

    /** Begins a row; all its columns must follow, in order. */
    CopyRows row() {
        buffer.putShort(length, columnCount, ByteOrder.BIG_ENDIAN);
        length += Short.BYTES;
        rowCount++;
        return this;
    }

    CopyRows putLong(final long value) {
        buffer.putInt(length, Long.BYTES, ByteOrder.BIG_ENDIAN);
        buffer.putLong(length + Integer.BYTES, value, ByteOrder.BIG_ENDIAN);
        length += Integer.BYTES + Long.BYTES;
        return this;
    }

    CopyRows putInt(final int value) {
        buffer.putInt(length, Integer.BYTES, ByteOrder.BIG_ENDIAN);
        buffer.putInt(length + Integer.BYTES, value, ByteOrder.BIG_ENDIAN);
        length += 2 * Integer.BYTES;
        return this;
    }

    CopyRows putBoolean(final boolean value) {
        buffer.putInt(length, Byte.BYTES, ByteOrder.BIG_ENDIAN);
        buffer.putByte(length + Integer.BYTES, (byte) (value ? 1 : 0));
        length += Integer.BYTES + Byte.BYTES;
        return this;
    }

    /** A 7-bit text, or the label of an enumeration; null for none. */
    CopyRows putAscii(final String value) {
        if (value == null) {
            buffer.putInt(length, NULL_LENGTH, ByteOrder.BIG_ENDIAN);
            length += Integer.BYTES;
        } else {
            buffer.putInt(length, value.length(), ByteOrder.BIG_ENDIAN);
            buffer.putStringWithoutLengthAscii(length + Integer.BYTES, value);
            length += Integer.BYTES + value.length();
        }
        return this;
    }

    /** Appends the rows within the connection's transaction. */
    void write(final Connection connection) throws SQLException {
        if (rowCount == 0) {
            return;
        }
        buffer.putShort(length, (short) -1, ByteOrder.BIG_ENDIAN);
        final CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(buffer.byteArray(), 0, length + Short.BYTES);
            final long written = copy.endCopy();
            if (written != rowCount) {
                throw new InconsistentEventsException(statement + " took " + written + " of " + rowCount + " rows");
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String quoted(final String name) {
        return '"' + name + '"';
    }
}
