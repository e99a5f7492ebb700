package io.bourse.engine;

/** The state as text, one record per line: what people compare when two hashes differ. */
public final class StateDump implements StateVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void record(final RecordKind kind) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(kind.name());
    }

    @Override
    public void field(final String name, final long value) {
        text.append(' ').append(name).append('=').append(value);
    }

    /** The text so far. */
    public String text() {
        return text.toString();
    }
}
