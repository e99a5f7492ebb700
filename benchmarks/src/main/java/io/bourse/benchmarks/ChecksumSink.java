package io.bourse.benchmarks;

import org.agrona.DirectBuffer;

/** Reads every word of every report and remembers their order in one number: what a timed run can afford. */
final class ChecksumSink implements ReportSink {
    private static final long FACTOR_0 = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_1 = 0xBF58476D1CE4E5B9L;
    private static final long FACTOR_2 = 0x94D049BB133111EBL;
    private static final int ROTATION = 7;

    private long sum;

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        final long words =
            (buffer.getLong(offset + ReportRing.SEQUENCE_OFFSET) ^ buffer.getLong(offset + ReportRing.KIND_OFFSET)) * FACTOR_0 +
            (buffer.getLong(offset + ReportRing.ORDER_ID_OFFSET) ^
                Long.rotateLeft(buffer.getLong(offset + ReportRing.TAKER_ID_OFFSET), Integer.SIZE)) * FACTOR_1 +
            (buffer.getLong(offset + ReportRing.PRICE_OFFSET) ^
                Long.rotateLeft(buffer.getLong(offset + ReportRing.QUANTITY_OFFSET), Integer.SIZE)) * FACTOR_2;
        sum = Long.rotateLeft(sum, ROTATION) + words;
    }

    @Override
    public void onEnd() {
        // The sum is always up to date.
    }

    long sum() {
        return sum;
    }
}
