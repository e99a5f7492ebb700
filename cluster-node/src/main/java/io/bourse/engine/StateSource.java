package io.bourse.engine;

/** The records of a snapshot, in the order in which a {@link StateVisitor} saw them. */
public interface StateSource {
    /** Moves to the next record. Its kind code, or 0 behind the last record. */
    int nextRecord();

    /** The next field of the record. Throws IllegalStateException when the record has no more. */
    long nextField();

    /** Fields of the record not yet read. */
    int remainingFields();
}
