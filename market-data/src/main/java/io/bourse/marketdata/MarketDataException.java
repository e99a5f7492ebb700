package io.bourse.marketdata;

/** Market data cannot be read now, or not of this symbol: the message says which and is fit for the asking client. */
public final class MarketDataException extends RuntimeException {
    /** With a sentence that says what is missing. */
    public MarketDataException(final String message) {
        super(message);
    }

    /** With a sentence that says what is missing, and what it came from. */
    public MarketDataException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
