package io.bourse.client;

/**
 * The consumer's checkpoint is no place in the history that the cluster has: another epoch, another event at the same
 * position, events that no member has or, in {@link EventsRemovedException}, has any more. Going on would lose or repeat
 * events silently, so a human decides.
 */
public class EventStreamDivergedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With what was found where. */
    public EventStreamDivergedException(final String message) {
        super(message);
    }
}
