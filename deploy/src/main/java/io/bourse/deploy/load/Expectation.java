package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a flow must lead to.
 *
 * @param trades    in order
 * @param reports   number of reports of every kind
 * @param rejects   cancels and modifies of orders that did not rest
 * @param sha256    of the canonical text of all reports, in lower-case hex
 */
record Expectation(List<Trade> trades, long reports, long rejects, String sha256) {
    /**
     * One trade.
     *
     * @param sequence   of the message that led to it
     * @param priceTicks the resting order's
     * @param quantity   traded
     * @param makerId    of the resting order
     * @param takerId    of the other
     */
    record Trade(long sequence, long priceTicks, long quantity, long makerId, long takerId) {
        @Override
        public String toString() {
            return "message " + sequence + ": " + quantity + " at " + priceTicks + " ticks, maker " +
                Long.toUnsignedString(makerId) + ", taker " + Long.toUnsignedString(takerId);
        }
    }

    /** Asks the oracle. */
    static Expectation of(final OrderFlow flow) {
        final Collector collector = new Collector();
        OracleBook.replay(flow, collector);
        return collector.finish();
    }

    /** Writes the canonical text: one line per report, ordered by message and within it by kind. */
    private static final class Collector implements OracleBook.Listener {
        private static final int KINDS = 6;

        private final MessageDigest digest = OrderFlow.newSha256();
        private final StringBuilder[] linesByKind = new StringBuilder[KINDS];
        private final List<Trade> trades = new ArrayList<>();
        private long sequence = -1;
        private long reports;
        private long rejects;
        private boolean isFirstLine = true;

        Collector() {
            for (int i = 0; i < KINDS; i++) {
                linesByKind[i] = new StringBuilder();
            }
        }

        @Override
        public void onOrderAck(
            final long at, final boolean isBuy, final long orderId, final long priceTicks, final long quantity) {
            line(0, at).append(side(isBuy)).append(',').append(Long.toUnsignedString(orderId)).append(',')
                .append(priceTicks).append(',').append(quantity).append('\n');
        }

        @Override
        public void onTrade(
            final long at, final long priceTicks, final long quantity, final long makerId, final long takerId) {
            line(1, at).append(priceTicks).append(',').append(quantity).append(',')
                .append(Long.toUnsignedString(makerId)).append(',').append(Long.toUnsignedString(takerId)).append('\n');
            trades.add(new Trade(at, priceTicks, quantity, makerId, takerId));
        }

        @Override
        public void onCancelAck(final long at, final boolean isBuy, final long orderId, final long priceTicks) {
            line(2, at).append(side(isBuy)).append(',').append(Long.toUnsignedString(orderId)).append(',')
                .append(priceTicks).append('\n');
        }

        @Override
        public void onModifyAck(
            final long at, final boolean isBuy, final long orderId, final long priceTicks, final long quantity) {
            line(3, at).append(side(isBuy)).append(',').append(Long.toUnsignedString(orderId)).append(',')
                .append(priceTicks).append(',').append(quantity).append('\n');
        }

        @Override
        public void onCancelReject(final long at, final long orderId) {
            rejects++;
            line(4, at).append(Long.toUnsignedString(orderId)).append('\n');
        }

        @Override
        public void onModifyReject(final long at, final long orderId) {
            rejects++;
            line(5, at).append(Long.toUnsignedString(orderId)).append('\n');
        }

        Expectation finish() {
            flush();
            return new Expectation(List.copyOf(trades), reports, rejects, HexFormat.of().formatHex(digest.digest()));
        }

        private StringBuilder line(final int kind, final long at) {
            if (at != sequence) {
                flush();
                sequence = at;
            }
            reports++;
            return linesByKind[kind].append(kind).append(',').append(at).append(',');
        }

        /** A message is complete. The last line of the text has no line feed. */
        private void flush() {
            for (final StringBuilder lines : linesByKind) {
                if (!lines.isEmpty()) {
                    lines.setLength(lines.length() - 1);
                    final String text = isFirstLine ? lines.toString() : "\n" + lines;
                    isFirstLine = false;
                    digest.update(text.getBytes(StandardCharsets.US_ASCII));
                    lines.setLength(0);
                }
            }
        }

        private static char side(final boolean isBuy) {
            return isBuy ? '0' : '1';
        }
    }
}
