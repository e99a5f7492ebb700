package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

/** What a REST request got: the HTTP status and the parsed body. */
record Answer(int status, JsonNode body, String contentType) {
    /** Fails unless the answer is a 2xx. */
    Answer ok() {
        if (!isOk()) {
            throw new AssertionError("expected success, got " + this);
        }
        return this;
    }

    /** Fails unless the answer has this status, says why with a code and a sentence. */
    Answer refused(final int expectedStatus) {
        if (status != expectedStatus) {
            throw new AssertionError("expected status " + expectedStatus + ", got " + this);
        }
        if (text("code").length() <= 2 || text("reason").length() <= 5) {
            throw new AssertionError("no code and reason in " + this);
        }
        return this;
    }

    boolean isOk() {
        return status / 100 == 2;
    }

    /** A field as text; empty when it is absent. */
    String text(final String field) {
        return body.path(field).asText("");
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
