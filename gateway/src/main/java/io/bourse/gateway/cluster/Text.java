package io.bourse.gateway.cluster;

import io.bourse.schema.Packed2Encoder;
import io.bourse.schema.Packed4Encoder;
import io.bourse.wire.PackedAscii;

/** A short text, packed before any message is begun, so that what does not fit is refused where it came from. */
record Text(long word0, long word1, long word2, long word3) {
    /**
     * A client order id; null or empty for none.
     *
     * @throws IllegalArgumentException if it is too long or not 7-bit ASCII
     */
    static Text clientOrderId(final String text) {
        return packed(text == null ? "" : text, PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH, "client order id");
    }

    /**
     * A symbol.
     *
     * @throws IllegalArgumentException if it is too long or not 7-bit ASCII
     */
    static Text symbol(final String text) {
        return packed(text, PackedAscii.SYMBOL_MAX_LENGTH, "symbol");
    }

    void encode(final Packed2Encoder encoder) {
        encoder.word0(word0).word1(word1);
    }

    void encode(final Packed4Encoder encoder) {
        encoder.word0(word0).word1(word1).word2(word2).word3(word3);
    }

    private static Text packed(final String text, final int lengthMax, final String name) {
        if (text.length() > lengthMax) {
            throw new IllegalArgumentException(name + " of " + text.length() + " characters, at most " + lengthMax);
        }
        return new Text(PackedAscii.pack(text, 0), PackedAscii.pack(text, 1), PackedAscii.pack(text, 2),
            PackedAscii.pack(text, 3));
    }
}
