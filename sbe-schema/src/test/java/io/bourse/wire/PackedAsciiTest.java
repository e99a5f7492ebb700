package io.bourse.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class PackedAsciiTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "S", "SOL_USDC", "123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz-_ABCDEFGH"})
    void shouldUnpackWhatItPacks(final String text) {
        assertEquals(text, PackedAscii.unpack(
            PackedAscii.pack(text, 0), PackedAscii.pack(text, 1), PackedAscii.pack(text, 2), PackedAscii.pack(text, 3)));
    }

    @Test
    void shouldPutTheFirstCharacterInTheLowestBits() {
        assertEquals('A' | (long) 'B' << 7, PackedAscii.pack("AB", 0));
        assertEquals(0, PackedAscii.pack("AB", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "ü", "a\u0080", "１"})
    void shouldRefuseWhatIsNotSevenBit(final String text) {
        assertThrows(IllegalArgumentException.class, () -> PackedAscii.pack(text, 0));
    }

    @Test
    void shouldUnpackAnyWordsToAtMostTheMaximum() {
        assertEquals(PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + 4, PackedAscii.unpack(-1, -1, -1, -1).length());
    }
}
