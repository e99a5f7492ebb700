package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/** Hash of the canonical report text: a line per report, sorted by message and, within it, by kind. */
final class CanonicalText implements ReportSink {
    private final MessageDigest digest = OrderFlow.newSha256();
    private final StringBuilder[] linesByKind = new StringBuilder[ReportKind.COUNT];
    private final ChecksumSink checksum = new ChecksumSink();
    private long sequence = -1;
    private long reports;
    private boolean isFirstLine = true;
    private String sha256;

    CanonicalText() {
        for (int i = 0; i < linesByKind.length; i++) {
            linesByKind[i] = new StringBuilder();
        }
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        checksum.onReport(buffer, offset);
        final long at = buffer.getLong(offset + ReportRing.SEQUENCE_OFFSET);
        if (at != sequence) {
            flush();
            sequence = at;
        }
        reports++;
        final long kindAndSide = buffer.getLong(offset + ReportRing.KIND_OFFSET);
        final int kind = (int) kindAndSide;
        final StringBuilder text = linesByKind[kind].append('\n').append(kind).append(',').append(at).append(',');
        final String orderId = Long.toUnsignedString(buffer.getLong(offset + ReportRing.ORDER_ID_OFFSET));
        final long price = buffer.getLong(offset + ReportRing.PRICE_OFFSET);
        final long quantity = buffer.getLong(offset + ReportRing.QUANTITY_OFFSET);
        switch (kind) {
            case ReportKind.ORDER_ACK, ReportKind.MODIFY_ACK -> text.append(kindAndSide >>> Integer.SIZE).append(',')
                .append(orderId).append(',').append(price).append(',').append(quantity);
            case ReportKind.TRADE -> text.append(price).append(',').append(quantity).append(',').append(orderId).append(',')
                .append(Long.toUnsignedString(buffer.getLong(offset + ReportRing.TAKER_ID_OFFSET)));
            case ReportKind.CANCEL_ACK -> text.append(kindAndSide >>> Integer.SIZE).append(',').append(orderId).append(',')
                .append(price);
            default -> text.append(orderId);
        }
    }

    @Override
    public void onEnd() {
        flush();
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    long reports() {
        return reports;
    }

    /** What a {@link ChecksumSink} must come to for the same reports. */
    long checksum() {
        return checksum.sum();
    }

    /** After the end. */
    String sha256() {
        return sha256;
    }

    private void flush() {
        for (final StringBuilder lines : linesByKind) {
            if (!lines.isEmpty()) {
                digest.update((isFirstLine ? lines.substring(1) : lines.toString()).getBytes(StandardCharsets.US_ASCII));
                isFirstLine = false;
                lines.setLength(0);
            }
        }
    }
}
