package io.bourse.gateway.cluster;

import io.bourse.schema.CommandHeaderDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class InFlightWindowTest {
    private static final int LENGTH = 64;

    private final InFlightWindow window = new InFlightWindow(4);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);

    private long send(final long correlationId) {
        window.stage(message, 0, LENGTH);
        return window.commit(correlationId);
    }

    @Test
    void shouldNumberMessagesFromOneAndWriteTheNumberIntoThem() {
        assertEquals(1, send(100));
        assertEquals(2, send(101));

        final int offset = MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.inSequenceEncodingOffset();
        assertEquals(1, window.buffer().getLong(window.messageOffset(1) + offset, ByteOrder.LITTLE_ENDIAN));
        assertEquals(2, window.buffer().getLong(window.messageOffset(2) + offset, ByteOrder.LITTLE_ENDIAN));
        assertEquals(LENGTH, window.messageLength(2));
    }

    @Test
    void shouldGiveTheNumberOfAMessageThatCouldNotBeSentToTheNext() {
        window.stage(message, 0, LENGTH);
        assertEquals(1, window.nextSequence());
        assertFalse(window.isUnanswered(1));

        assertEquals(1, send(100));
    }

    @Test
    void shouldBeFullUntilTheOldestIsAnswered() {
        for (int i = 0; i < 4; i++) {
            assertFalse(window.isFull());
            send(100 + i);
        }
        assertTrue(window.isFull());

        assertTrue(window.answer(2, 101));
        assertTrue(window.isFull());
        assertTrue(window.answer(1, 100));
        assertFalse(window.isFull());
        assertEquals(3, window.headSequence());
        assertEquals(2, window.answeredSequenceMax());
    }

    @Test
    void shouldTakeOneAnswerOnly() {
        send(100);
        assertTrue(window.answer(1, 100));
        assertFalse(window.answer(1, 100));
    }

    @Test
    void shouldNotTakeTheAnswerOfAnotherProcess() {
        send(100);
        assertFalse(window.answer(1, 999));
        assertFalse(window.answer(2, 101));
        assertTrue(window.isUnanswered(1));
    }

    @Test
    void shouldReuseSlotsInOrder() {
        for (int i = 1; i <= 20; i++) {
            assertEquals(i, send(100 + i));
            assertTrue(window.answer(i, 100 + i));
        }
        assertEquals(21, window.headSequence());
        assertEquals(21, window.nextSequence());
    }

    @Test
    void shouldReleaseWithoutAnAnswer() {
        send(100);
        send(101);
        window.release(1);
        assertEquals(2, window.headSequence());
        assertEquals(0, window.answeredSequenceMax());
        assertFalse(window.answer(1, 100));
    }

    @Test
    void shouldStartAgainAtOne() {
        send(100);
        send(101);
        window.clear();
        assertFalse(window.isUnanswered(1));
        assertEquals(1, send(102));
        assertEquals(102, window.correlationId(1));
    }

    @Test
    void shouldRefuseMessagesThatDoNotFit() {
        final UnsafeBuffer tooLong = new UnsafeBuffer(new byte[InFlightWindow.MESSAGE_LENGTH_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> window.stage(tooLong, 0, tooLong.capacity()));
    }
}
