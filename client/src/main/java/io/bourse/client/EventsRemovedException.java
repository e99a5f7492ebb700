package io.bourse.client;

/**
 * The consumer's checkpoint lies before the first event that members still keep: it was away for too long. What is missing
 * does not come back.
 */
public final class EventsRemovedException extends EventStreamDivergedException {
    private static final long serialVersionUID = 1L;

    /** With what was found where. */
    public EventsRemovedException(final String message) {
        super(message);
    }
}
