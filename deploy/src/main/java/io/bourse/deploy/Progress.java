package io.bourse.deploy;

import java.io.PrintStream;
import java.util.Locale;

/** Lines on the console that show how a start or a stop gets on, each with the seconds since its begin. */
final class Progress {
    private final PrintStream out;
    private final long beginNs = System.nanoTime();

    Progress(final PrintStream out) {
        this.out = out;
    }

    /** One step. */
    synchronized void step(final String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", elapsedMs() / 1000.0, text);
        out.flush();
    }

    /** A line without a time. */
    synchronized void say(final String text) {
        out.println(text);
        out.flush();
    }

    /** Since the begin, in ms. */
    long elapsedMs() {
        return (System.nanoTime() - beginNs) / 1_000_000;
    }
}
