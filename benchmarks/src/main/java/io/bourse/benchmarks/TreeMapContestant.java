package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;

/** The book of the textbook, with the collections of the JDK. */
final class TreeMapContestant implements Contestant {
    private final ReportRing ring;
    private TreeMapBook book;

    TreeMapContestant(final ReportRing ring) {
        this.ring = ring;
        book = new TreeMapBook(ring);
    }

    @Override
    public void play(final OrderFlow flow, final int from, final int to) {
        for (int i = from; i < to; i++) {
            onMessage(flow, i);
            ring.publish();
        }
    }

    @Override
    public void reset() {
        book = new TreeMapBook(ring);
    }

    private void onMessage(final OrderFlow flow, final int index) {
        final int type = flow.type(index);
        final long orderId = flow.orderId(index);
        if (type == OrderFlow.NEW) {
            book.enter(index, flow.isBuy(index) ? 0 : 1, orderId, flow.priceTicks(index), flow.quantity(index),
                flow.isImmediateOrCancel(index));
        } else if (type == OrderFlow.CANCEL) {
            book.cancel(index, orderId);
        } else {
            book.modify(index, orderId, flow.priceTicks(index), flow.quantity(index));
        }
    }
}
