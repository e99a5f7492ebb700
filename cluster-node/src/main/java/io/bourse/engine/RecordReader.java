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
        require(value == (int) value, "field value=", value, " is not an int");
        return (int) value;
    }

    /** For what is checked a million times: the sentence is only put together when it is needed. */
    static void require(final boolean condition, final String before, final long number, final String after) {
        if (!condition) {
            throw new IllegalStateException("snapshot: " + before + number + after);
        }
    }

    static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException("snapshot: " + otherwise);
        }
    }
}
