package io.bourse.engine;

import java.util.Arrays;

/** The instruments whose books the current command has changed, in the order of the first change. */
final class TouchedBooks {
    private static final int INITIAL_LENGTH = 8;

    private Instrument[] instruments = new Instrument[INITIAL_LENGTH];
    private int count;

    void touch(final Instrument instrument) {
        if (instrument.touched) {
            return;
        }
        if (count == instruments.length) {
            instruments = Arrays.copyOf(instruments, 2 * count);
        }
        instrument.touched = true;
        instruments[count++] = instrument;
    }

    int count() {
        return count;
    }

    /** One of those touched; it is not touched any more. */
    Instrument release(final int index) {
        final Instrument instrument = instruments[index];
        instruments[index] = null;
        instrument.touched = false;
        return instrument;
    }

    void clear() {
        count = 0;
    }
}
