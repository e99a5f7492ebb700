package io.bourse.engine;

/** 64-bit hash over kinds and fields of all records, in order. Reset it before each traversal. */
public final class StateHash implements StateVisitor {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final int ROTATION = 31;

    private long hash;

    /** Forgets what it has seen. */
    public void reset() {
        hash = PRIME_2;
    }

    /** Of the records since the reset. */
    public long value() {
        return Hashing.mix(hash);
    }

    @Override
    public void record(final RecordKind kind) {
        // Kinds are negative here, so that no field of an adjacent record can stand for one.
        add(-kind.code());
    }

    @Override
    public void field(final String name, final long value) {
        add(value);
    }

    private void add(final long value) {
        hash = Long.rotateLeft(hash ^ value * PRIME_2, ROTATION) * PRIME_1;
    }
}
