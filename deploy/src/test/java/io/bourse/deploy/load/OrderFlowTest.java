package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class OrderFlowTest {
    private static final int HEADER_LENGTH = 16;
    private static final int RECORD_LENGTH = 40;

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private int count;

    private void message(
        final int type, final int side, final int ioc, final int quantity, final long orderId, final long price) {
        buffer.position(HEADER_LENGTH + RECORD_LENGTH * count);
        buffer.put((byte) type).put((byte) side).put((byte) ioc).put((byte) 0).putInt(quantity).putLong(count)
            .putLong(orderId).putLong(price).putLong(0);
        count++;
    }

    private byte[] bytes() {
        buffer.putLong(0, 0x4D45_4257_5F30_3031L).putInt(8, 1).putInt(12, count);
        return Arrays.copyOf(buffer.array(), HEADER_LENGTH + RECORD_LENGTH * count);
    }

    @Test
    void shouldExpectTradesInOrderOfPriceAndTime() {
        message(OrderFlow.NEW, 0, 0, 10, 1, 100);
        message(OrderFlow.NEW, 0, 0, 10, 2, 101);
        message(OrderFlow.NEW, 0, 0, 10, 3, 101);
        message(OrderFlow.MODIFY, 0, 0, 5, 2, 101);
        message(OrderFlow.NEW, 1, 1, 30, 4, 100);
        message(OrderFlow.CANCEL, 0, 0, 0, 1, 0);
        final Expectation expected = Expectation.of(OrderFlow.of("flow.bin", bytes()));

        assertEquals(List.of(
            new Expectation.Trade(4, 101, 10, 3, 4),
            new Expectation.Trade(4, 101, 5, 2, 4),
            new Expectation.Trade(4, 100, 10, 1, 4)), expected.trades());
        assertEquals(1, expected.rejects());
    }

    @Test
    void shouldNameTheFirstDifference() {
        final Expectation.Trade one = new Expectation.Trade(1, 100, 5, 1, 2);
        final Expectation.Trade two = new Expectation.Trade(2, 101, 5, 3, 4);
        assertEquals(Optional.empty(), VerifyCommand.difference(List.of(one, two), List.of(one, two)));
        assertTrue(VerifyCommand.difference(List.of(one, two), List.of(one, one)).orElseThrow().startsWith("trade 1 "));
        assertTrue(VerifyCommand.difference(List.of(one, two), List.of(one)).orElseThrow().contains("missing"));
        assertTrue(VerifyCommand.difference(List.of(one), List.of(one, two)).orElseThrow().contains("too many"));
    }

    @Test
    void shouldNameOrdersSoThatTheyAreFoundAgain() {
        final ClientOrderIds ids = new ClientOrderIds("rabc123");
        final String text = ids.text(-1, 149_999);
        assertEquals("rabc123-18446744073709551615-149999", text);
        assertEquals(new ClientOrderIds.Parsed(-1, 149_999), ids.parse(text));
        assertNull(ids.parse("rabc124-1-1"));
        assertNull(ids.parse(null));
    }
}
