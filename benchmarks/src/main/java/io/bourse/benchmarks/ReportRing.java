package io.bourse.benchmarks;

import io.bourse.engine.BareBook;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reports on their way from the thread of the book to the one that drains them: a ring of records of 64 bytes, each in a
 * cache line of its own and written once, front to back. Single producer, single consumer. What a message has led to
 * becomes visible at once, with {@link #publish}.
 */
final class ReportRing implements BareBook.Reports {
    static final int RECORD_LENGTH = 64;
    static final int SEQUENCE_OFFSET = 0;
    /** Kind in the low 32 bits, side in the high. */
    static final int KIND_OFFSET = 8;
    static final int ORDER_ID_OFFSET = 16;
    static final int TAKER_ID_OFFSET = 24;
    static final int PRICE_OFFSET = 32;
    static final int QUANTITY_OFFSET = 40;

    private static final int RECORD_LENGTH_LOG2 = 6;
    /** Adjacent lines are fetched in pairs. */
    private static final int PADDING = 2 * RECORD_LENGTH;

    private final UnsafeBuffer records;
    private final UnsafeBuffer positions;
    private final int mask;
    private long tail;
    private long headSeen;

    ReportRing(final int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity)) {
            throw new IllegalArgumentException("capacity=" + capacity + " must be a power of two");
        }
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(capacity * RECORD_LENGTH, 4096);
        records = new UnsafeBuffer(memory);
        positions = new UnsafeBuffer(BufferUtil.allocateDirectAligned(4 * PADDING, PADDING));
        mask = capacity - 1;
    }

    @Override
    public void onOrderAck(
        final long sequence, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        put(sequence, kind(ReportKind.ORDER_ACK, side), orderId, 0, priceTicks, quantityLots);
    }

    @Override
    public void onTrade(
        final long sequence, final long priceTicks, final long quantityLots, final long makerId, final long takerId) {
        put(sequence, ReportKind.TRADE, makerId, takerId, priceTicks, quantityLots);
    }

    @Override
    public void onCancelAck(final long sequence, final int side, final long orderId, final long priceTicks) {
        put(sequence, kind(ReportKind.CANCEL_ACK, side), orderId, 0, priceTicks, 0);
    }

    @Override
    public void onModifyAck(
        final long sequence, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        put(sequence, kind(ReportKind.MODIFY_ACK, side), orderId, 0, priceTicks, quantityLots);
    }

    @Override
    public void onCancelReject(final long sequence, final long orderId) {
        put(sequence, ReportKind.CANCEL_REJECT, orderId, 0, 0, 0);
    }

    @Override
    public void onModifyReject(final long sequence, final long orderId) {
        put(sequence, ReportKind.MODIFY_REJECT, orderId, 0, 0, 0);
    }

    /** Producer: the reports since the last call may be drained. */
    void publish() {
        positions.putLongRelease(PADDING, tail);
    }

    /** Producer: how many reports there were, ever. */
    long tail() {
        return tail;
    }

    /** Consumer: reports that may be drained go to here. */
    long published() {
        return positions.getLongAcquire(PADDING);
    }

    /** Consumer: the records before this position may be written again. */
    void release(final long position) {
        positions.putLongRelease(2 * PADDING, position);
    }

    /** Any thread: what was drained. */
    long released() {
        return positions.getLongAcquire(2 * PADDING);
    }

    UnsafeBuffer records() {
        return records;
    }

    int offset(final long position) {
        return ((int) position & mask) << RECORD_LENGTH_LOG2;
    }

    private void put(
        final long sequence, final long kind, final long orderId, final long takerId, final long price, final long quantity) {
        final long position = tail;
        if (position - headSeen > mask) {
            awaitSpace(position);
        }
        tail = position + 1;
        final int offset = offset(position);
        final UnsafeBuffer buffer = records;
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence);
        buffer.putLong(offset + KIND_OFFSET, kind);
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId);
        buffer.putLong(offset + TAKER_ID_OFFSET, takerId);
        buffer.putLong(offset + PRICE_OFFSET, price);
        buffer.putLong(offset + QUANTITY_OFFSET, quantity);
    }

    /** A message may lead to more reports than the ring holds, so what is written must be drained first. */
    private void awaitSpace(final long position) {
        publish();
        long head = released();
        for (int spins = 0; position - head > mask; spins++) {
            Waiting.once(spins);
            head = released();
        }
        headSeen = head;
    }

    private static long kind(final int kind, final int side) {
        return (long) side << 32 | kind;
    }
}
