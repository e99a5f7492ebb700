package io.bourse.benchmarks;

/** Something the user can mend: the message says what is wrong and what to do, and is all that is printed. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(final String message) {
        super(message);
    }

    BenchException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
