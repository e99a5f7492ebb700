package io.bourse.engine;

/** Walks the state in its one defined order: snapshot, hash and dump are visitors. All state is longs. */
public interface StateVisitor {
    /** A record of this kind begins; its fields follow. */
    void record(RecordKind kind);

    /** The next field of the record. The name is for people; order and number of fields are the format. */
    void field(String name, long value);
}
