package io.bourse.client.orderflow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    private static String refusal(final byte[] bytes) {
        return assertThrows(OrderFlowException.class, () -> OrderFlow.of("flow.bin", bytes)).getMessage();
    }

    @Test
    void shouldReadPlainAndCompressedFiles(@TempDir final Path folder) throws IOException {
        message(OrderFlow.NEW, 1, 1, 7, 42, 100);
        final Path plain = Files.write(folder.resolve("flow.bin"), bytes());
        final Path compressed = folder.resolve("flow.bin.gz");
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            output.write(bytes());
        }
        for (final Path file : List.of(plain, compressed)) {
            final OrderFlow flow = OrderFlow.read(file);
            assertEquals("flow.bin", flow.name());
            assertEquals(1, flow.count());
            assertEquals(OrderFlow.NEW, flow.type(0));
            assertFalse(flow.isBuy(0));
            assertTrue(flow.isImmediateOrCancel(0));
            assertEquals(7, flow.quantity(0));
            assertEquals(42, flow.orderId(0));
            assertEquals(100, flow.priceTicks(0));
        }
        assertThrows(OrderFlowException.class, () -> OrderFlow.read(folder.resolve("absent.bin")));
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() {
        assertTrue(refusal(new byte[3]).contains("magic number"));
        message(OrderFlow.NEW, 0, 0, 1, 1, 1);
        final byte[] version = bytes();
        version[8] = 2;
        assertTrue(refusal(version).contains("version 2"));
        assertTrue(refusal(Arrays.copyOf(bytes(), HEADER_LENGTH + RECORD_LENGTH - 1)).contains("announces 1 messages"));
        final byte[] sequence = bytes();
        sequence[HEADER_LENGTH + 8] = 5;
        assertTrue(refusal(sequence).contains("message 0 has sequence 5"));
        final byte[] type = bytes();
        type[HEADER_LENGTH] = 3;
        assertTrue(refusal(type).contains("message 0 has type 3"));
        final byte[] quantity = bytes();
        quantity[HEADER_LENGTH + 4] = 0;
        assertTrue(refusal(quantity).contains("quantity 0"));
    }
}
