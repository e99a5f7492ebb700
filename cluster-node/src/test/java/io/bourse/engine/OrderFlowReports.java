package io.bourse.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The canonical report text of an order flow. Called in order of message and type, so nothing needs to be sorted. */
final class OrderFlowReports {
    private final StringBuilder text = new StringBuilder();

    void ack(final int sequence, final Side side, final long orderId, final long price, final long quantity) {
        line(0, sequence).append(',').append(side.code()).append(',').append(orderId).append(',').append(price)
            .append(',').append(quantity);
    }

    void trade(final int sequence, final long price, final long quantity, final long makerId, final long takerId) {
        line(1, sequence).append(',').append(price).append(',').append(quantity).append(',').append(makerId)
            .append(',').append(takerId);
    }

    void cancelAck(final int sequence, final Side side, final long orderId, final long price) {
        line(2, sequence).append(',').append(side.code()).append(',').append(orderId).append(',').append(price);
    }

    void modifyAck(final int sequence, final Side side, final long orderId, final long price, final long quantity) {
        line(3, sequence).append(',').append(side.code()).append(',').append(orderId).append(',').append(price)
            .append(',').append(quantity);
    }

    void cancelReject(final int sequence, final long orderId) {
        line(4, sequence).append(',').append(orderId);
    }

    void modifyReject(final int sequence, final long orderId) {
        line(5, sequence).append(',').append(orderId);
    }

    String text() {
        return text.toString();
    }

    String sha256() {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text().getBytes(StandardCharsets.US_ASCII)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private StringBuilder line(final int type, final int sequence) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        return text.append(type).append(',').append(sequence);
    }
}
