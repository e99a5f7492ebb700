package io.bourse.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A state in memory, as records of longs: what the service writes to disk. */
final class Snapshot implements StateVisitor {
    final List<long[]> records = new ArrayList<>();
    private final Map<RecordKind, List<String>> names = new EnumMap<>(RecordKind.class);
    private RecordKind kind;
    private final long[] fields = new long[64];
    private int count;

    static Snapshot of(final Engine engine) {
        final Snapshot snapshot = new Snapshot();
        engine.accept(snapshot);
        snapshot.close();
        return snapshot;
    }

    @Override
    public void record(final RecordKind recordKind) {
        close();
        kind = recordKind;
        names.put(kind, new ArrayList<>(List.of("kind")));
        fields[count++] = kind.code();
    }

    @Override
    public void field(final String name, final long value) {
        names.get(kind).add(name);
        fields[count++] = value;
    }

    /** The records of a kind. */
    List<long[]> of(final RecordKind recordKind) {
        return records.stream().filter(record -> record[0] == recordKind.code()).toList();
    }

    /** Where in the records of a kind a field is; of several of the same name the first. */
    int index(final RecordKind recordKind, final String name) {
        return names.get(recordKind).indexOf(name);
    }

    StateSource source() {
        return new StateSource() {
            private int record = -1;
            private int field;

            @Override
            public int nextRecord() {
                field = 1;
                return ++record < records.size() ? (int) records.get(record)[0] : 0;
            }

            @Override
            public long nextField() {
                if (remainingFields() == 0) {
                    throw new IllegalStateException("record=" + record + " has no more fields");
                }
                return records.get(record)[field++];
            }

            @Override
            public int remainingFields() {
                return records.get(record).length - field;
            }
        };
    }

    private void close() {
        if (count > 0) {
            records.add(java.util.Arrays.copyOf(fields, count));
            count = 0;
        }
    }
}
