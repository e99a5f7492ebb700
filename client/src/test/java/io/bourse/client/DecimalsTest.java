package io.bourse.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DecimalsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "1, 0, 1", "1, 6, 1000000", "0.000001, 6, 1", "1.50, 2, 150", "1.500000, 2, 150", "-2.5, 1, -25",
        "9223372036854775807, 0, 9223372036854775807", "9.223372036854775807, 18, 9223372036854775807", "007, 0, 7"
    })
    void shouldParseExactly(final String text, final int decimals, final long units) {
        assertEquals(units, Decimals.parse(text, decimals));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "-", ".", "1.", ".5", "+1", "1e5", "NaN", "Infinity", "0x10", "１２", "1,5", " 1", "1 ", "1.2.3", "--1",
        "1.001", "9223372036854775808", "92233720368547758.08", "00000000000000000000000000000000000000001"
    })
    void shouldRefuse(final String text) {
        assertThrows(NumberFormatException.class, () -> Decimals.parse(text, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 6, 0", "1, 6, 0.000001", "1000000, 6, 1", "1500000, 6, 1.5", "-25, 1, -2.5",
        "9223372036854775807, 18, 9.223372036854775807", "-9223372036854775808, 18, -9.223372036854775808"
    })
    void shouldFormatWithoutTrailingZeros(final long units, final int decimals, final String text) {
        assertEquals(text, Decimals.format(units, decimals));
    }

    @Test
    void shouldParseWhatItFormats() {
        for (long units = 1; units > 0 && units < Long.MAX_VALUE / 7; units *= 7) {
            for (int decimals = 0; decimals <= 18; decimals++) {
                assertEquals(units, Decimals.parse(Decimals.format(units, decimals), decimals));
            }
        }
    }
}
