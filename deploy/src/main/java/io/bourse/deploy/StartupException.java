package io.bourse.deploy;

/** Something the user can mend: the message says what is wrong and what to do, and is all that is printed. */
final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartupException(final String message) {
        super(message);
    }

    StartupException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
