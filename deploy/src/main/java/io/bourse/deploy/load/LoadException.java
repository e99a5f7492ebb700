package io.bourse.deploy.load;

/** Something the user can mend: the message says what is wrong and what to do, and is all that is printed. */
final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadException(final String message) {
        super(message);
    }

    LoadException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
