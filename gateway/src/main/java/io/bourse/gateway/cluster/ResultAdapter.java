package io.bourse.gateway.cluster;

import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes event frames in order, of one source, into the outcomes of this gateway's commands: what a command traded
 * comes right before its result.
 */
final class ResultAdapter {
    /** Told each outcome of a command of this gateway. */
    @FunctionalInterface
    interface Listener {
        /** False when nobody waits for it. Asked before the outcome is put together. */
        default boolean isAwaited(final long inSequence, final long correlationId) {
            return true;
        }

        void onOutcome(long inSequence, long correlationId, Outcome outcome);
    }

    private static final int FRAME_LENGTH_MIN = MessageHeaderDecoder.ENCODED_LENGTH + EventFrame.TRAILER_LENGTH;
    private static final int FILL_WORDS = 6;
    private static final int INITIAL_FILLS = 64;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final int gatewayId;
    private final Listener listener;
    /** Fills of the command being followed; grows with the deepest sweep, which the orders of a book bound. */
    private long[] fills = new long[INITIAL_FILLS * FILL_WORDS];
    private int fillCount;
    private long fillsLogPosition;

    ResultAdapter(final int gatewayId, final Listener listener) {
        this.gatewayId = gatewayId;
        this.listener = listener;
    }

    /** Frames one behind the other. What is no whole frame ends the message: the stream brings it intact. */
    void onFrames(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int frame = offset;
        while (end - frame >= FRAME_LENGTH_MIN) {
            final int frameLength = EventFrame.length(buffer, frame);
            if (frameLength > end - frame) {
                return;
            }
            onFrame(buffer, frame);
            frame += frameLength;
        }
    }

    void onFrame(final DirectBuffer buffer, final int offset) {
        switch (EventFrame.templateId(buffer, offset)) {
            case TradeDecoder.TEMPLATE_ID -> onTrade(trade.wrapAndApplyHeader(buffer, offset, header));
            case CommandResultDecoder.TEMPLATE_ID -> onResult(result.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                return;
            }
        }
    }

    private void onTrade(final TradeDecoder event) {
        final long logPosition = event.header().logPosition();
        if (logPosition != fillsLogPosition) {
            fillsLogPosition = logPosition;
            fillCount = 0;
        }
        int word = fillCount * FILL_WORDS;
        if (word == fills.length) {
            fills = Arrays.copyOf(fills, fills.length * 2);
        }
        fills[word++] = event.tradeId();
        fills[word++] = event.priceTicks();
        fills[word++] = event.quantityLots();
        fills[word++] = event.quoteAmount();
        fills[word++] = event.takerFee();
        fills[word] = event.takerOrderId();
        fillCount++;
    }

    private void onResult(final CommandResultDecoder event) {
        final long inSequence = event.inSequence();
        final long correlationId = event.correlationId();
        if (event.gatewayId() == gatewayId && listener.isAwaited(inSequence, correlationId)) {
            listener.onOutcome(inSequence, correlationId, outcome(event));
        }
        fillCount = 0;
    }

    private Outcome outcome(final CommandResultDecoder event) {
        final OrderStatus status = event.orderStatus();
        return new Outcome(
            event.resultCode(),
            event.subjectId(),
            status == OrderStatus.NULL_VAL || status == OrderStatus.SBE_UNKNOWN ? null : status,
            event.executedLots(),
            event.executedQuote(),
            event.remainingLots(),
            event.count(),
            event.available(),
            event.locked(),
            event.header().timestampNs(),
            event.header().eventSequence(),
            event.header().logPosition() == fillsLogPosition ? fills(event.subjectId()) : List.of());
    }

    /** Without those of stops that the command has set off: they are somebody else's. */
    private List<Outcome.Fill> fills(final long orderId) {
        final List<Outcome.Fill> list = new ArrayList<>(fillCount);
        for (int i = 0; i < fillCount; i++) {
            final int word = i * FILL_WORDS;
            if (fills[word + 5] == orderId) {
                list.add(new Outcome.Fill(fills[word], fills[word + 1], fills[word + 2], fills[word + 3], fills[word + 4]));
            }
        }
        return List.copyOf(list);
    }
}
