package io.bourse.engine;

/** Reads the fields of snapshot records; what cannot be is refused with a sentence. */
abstract class RecordReader {
    private StateSource source;

    /** The records to read from. */
    final void begin(final StateSource records) {
        source = records;
    }

    final long next() {
        return source.nextField();
    }

    final int nextInt() {
        final long value = source.nextField();
        require(value == (int) value, "field value=" + value + " is not an int");
        return (int) value;
    }

    static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException("snapshot: " + otherwise);
        }
    }
}
