package io.bourse.engine.oracle;

import java.util.Arrays;

/** Events as longs, one record behind the other: cheap to write and to compare, text only for people. */
final class EventLog {
    private long[] longs = new long[1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    long at(final int index) {
        return longs[index];
    }

    void add(final EventKind kind, final long... fields) {
        if (fields.length != kind.fieldCount()) {
            throw new IllegalArgumentException(kind + " has " + kind.fieldCount() + " fields, not " + fields.length);
        }
        if (length + 1 + fields.length > longs.length) {
            longs = Arrays.copyOf(longs, 2 * longs.length + fields.length);
        }
        longs[length] = kind.ordinal();
        System.arraycopy(fields, 0, longs, length + 1, fields.length);
        length += 1 + fields.length;
    }

    boolean isSame(final EventLog other) {
        return Arrays.equals(longs, 0, length, other.longs, 0, other.length);
    }

    /** Goes on from a hash of what came before. */
    long hash(final long before) {
        long hash = before;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ longs[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < length) {
            final EventKind kind = EventKind.VALUES[(int) longs[i++]];
            text.append("  ").append(kind);
            for (int field = 0; field < kind.fieldCount(); field++) {
                final long value = longs[i++];
                if (value != 0) {
                    text.append(' ').append(kind.fieldName(field)).append('=').append(value);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}
