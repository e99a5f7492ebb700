package io.bourse.node;

import java.io.IOException;

/** A member that runs has removed what was being read: whoever reads begins again. */
final class RecordingRemovedException extends IOException {
    RecordingRemovedException(final String message) {
        super(message);
    }
}
