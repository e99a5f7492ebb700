package io.bourse.engine.oracle;

import io.bourse.engine.RecordKind;
import io.bourse.engine.StateSource;
import io.bourse.engine.StateVisitor;
import java.util.Arrays;

/** A snapshot in memory: records of longs, each with its length and kind before it. */
final class StateRecords implements StateVisitor, StateSource {
    private long[] longs = new long[1024];
    private int length;
    private int begin = -1;
    private int next;
    private int end;

    @Override
    public void record(final RecordKind kind) {
        ensure(2);
        begin = length;
        longs[length++] = 1;
        longs[length++] = kind.code();
    }

    @Override
    public void field(final String name, final long value) {
        ensure(1);
        longs[length++] = value;
        longs[begin]++;
    }

    @Override
    public int nextRecord() {
        if (end >= length) {
            return 0;
        }
        next = end + 1;
        end = next + (int) longs[end];
        return (int) longs[next++];
    }

    @Override
    public long nextField() {
        if (next >= end) {
            throw new IllegalStateException("no more fields");
        }
        return longs[next++];
    }

    @Override
    public int remainingFields() {
        return end - next;
    }

    private void ensure(final int count) {
        if (length + count > longs.length) {
            longs = Arrays.copyOf(longs, 2 * longs.length);
        }
    }
}
