package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.wire.PackedAscii;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductsTest {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldMultiplyExactlyOrSayOverflow() {
        for (int i = 0; i < 200_000; i++) {
            final long a = any();
            final long b = any();
            final long c = any();
            final BigInteger exact = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
            final BigInteger first = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            final long expected = exact.compareTo(MAX) > 0 || first.compareTo(MAX) > 0
                ? Products.OVERFLOW : exact.longValueExact();
            assertEquals(expected, Products.of(a, b, c), a + " x " + b + " x " + c + " -Dseed=" + seed);
        }
        assertEquals(Products.OVERFLOW, Products.of(-1, 5));
        assertEquals(Products.OVERFLOW, Products.of(5, Long.MIN_VALUE));
    }

    @Test
    void shouldRoundFeesUp() {
        for (int i = 0; i < 200_000; i++) {
            final long amount = any();
            final int ppm = random.nextInt(1_000_001);
            final BigInteger million = BigInteger.valueOf(1_000_000);
            final BigInteger[] exact = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(ppm)).divideAndRemainder(million);
            final long expected = exact[0].longValueExact() + exact[1].signum();
            assertEquals(expected, Products.fee(amount, ppm), amount + " ppm=" + ppm + " -Dseed=" + seed);
            assertTrue(Products.fee(amount, ppm) <= amount);
        }
    }

    @Test
    void shouldRoundRebatesDown() {
        for (int i = 0; i < 200_000; i++) {
            final long amount = any();
            final int ppm = random.nextInt(100_001);
            final BigInteger exact = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(ppm))
                .divide(BigInteger.valueOf(1_000_000));
            assertEquals(exact.longValueExact(), Products.rebate(amount, ppm), amount + " ppm=" + ppm + " -Dseed=" + seed);
        }
    }

    @Test
    void shouldRoundBasisPointsDown() {
        for (int i = 0; i < 200_000; i++) {
            final long price = any();
            final int basisPoints = random.nextInt(1_000_001);
            final BigInteger exact = BigInteger.valueOf(price).multiply(BigInteger.valueOf(basisPoints))
                .divide(BigInteger.valueOf(10_000));
            final long actual = Products.basisPoints(price, basisPoints);
            assertEquals(exact.compareTo(MAX) > 0 ? Products.OVERFLOW : exact.longValueExact(), actual,
                price + " basisPoints=" + basisPoints + " -Dseed=" + seed);
        }
    }

    @Test
    void shouldTellTextsFromOtherWords() {
        final String text = "0123456789abcdefghijklmnopqrstuvwxyz";
        for (int length = 0; length <= text.length(); length++) {
            final String part = text.substring(0, length);
            assertTrue(PackedText.isText(PackedAscii.pack(part, 0), PackedAscii.pack(part, 1),
                PackedAscii.pack(part, 2), PackedAscii.pack(part, 3)), part);
        }
        final long full = PackedAscii.pack("ABCDEFGHI", 0);
        assertFalse(PackedText.isText(0, 'A'), "nothing before something");
        assertFalse(PackedText.isText('A' << 7, 0), "a hole at the beginning");
        assertFalse(PackedText.isText('A' | 'B' << 14, 0), "a hole within");
        assertFalse(PackedText.isText(full, 'A', 'B', 0), "a hole between the words");
        assertFalse(PackedText.isText(Long.MIN_VALUE | full, 0), "the bit that no character uses");
        assertFalse(PackedText.isText(full, full, 0, 'A'), "an empty word within");
        assertTrue(PackedText.isText(full, full, full, 'A'));
        for (int i = 0; i < 100_000; i++) {
            final long word = random.nextLong() & random.nextLong();
            final String unpacked = PackedAscii.unpack(word, 0);
            final boolean same = word >= 0 && unpacked.indexOf(0) < 0 && PackedAscii.pack(unpacked, 0) == word;
            assertEquals(same, PackedText.isText(word, 0), "word=" + word + " -Dseed=" + seed);
        }
    }

    @Test
    void shouldTellSymbolsFromOtherTexts() {
        assertTrue(symbol("SOL_USDC"));
        assertTrue(symbol("A"));
        assertTrue(symbol("ABCDEFGHIJKLMNOPQR"));
        assertTrue(symbol("1INCH_9"));
        assertFalse(symbol(""));
        assertFalse(symbol("sol"));
        assertFalse(symbol("SOL/USD"));
        assertFalse(symbol("SOL USD"));
        assertFalse(symbol("ABCDEFGHIJ\n"));
    }

    private static boolean symbol(final String text) {
        return PackedText.isSymbol(PackedAscii.pack(text, 0), PackedAscii.pack(text, 1));
    }

    private long any() {
        final long value = random.nextLong() >>> 1 + random.nextInt(63);
        return random.nextInt(20) == 0 ? Long.MAX_VALUE - random.nextInt(3) : value;
    }
}
