package io.bourse.benchmarks;

import java.util.Locale;

/**
 * What an engine came to on a stream.
 *
 * @param engine            its name
 * @param file              name of the stream, without .gz
 * @param messages          in the stream
 * @param reports           it led to
 * @param sha256            of their canonical text
 * @param messagesPerSecond median of the runs
 * @param messagesPerCpuSecond the same by the processor time of the thread of the book, in that run
 * @param bytesPerMessage   allocated on the thread of the book, in that run
 */
record Result(
    String engine, String file, int messages, long reports, String sha256, double messagesPerSecond,
    double messagesPerCpuSecond, double bytesPerMessage) {

    String json() {
        return String.format(Locale.ROOT,
            "{\"engine\":\"%s\",\"file\":\"%s\",\"messages\":%d,\"reports\":%d,\"sha256\":\"%s\"," +
                "\"messagesPerSecond\":%.0f,\"bytesPerMessage\":%.3f}",
            engine, file.replace("\\", "\\\\").replace("\"", "\\\""), messages, reports, sha256, messagesPerSecond,
            bytesPerMessage);
    }

    /** For {@link #parse}. */
    String line() {
        return String.join("\t", engine, file, Integer.toString(messages), Long.toString(reports), sha256,
            Double.toString(messagesPerSecond), Double.toString(messagesPerCpuSecond),
            Double.toString(bytesPerMessage));
    }

    static Result parse(final String line) {
        final String[] words = line.split("\t");
        return new Result(words[0], words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]), words[4],
            Double.parseDouble(words[5]), Double.parseDouble(words[6]), Double.parseDouble(words[7]));
    }

    boolean isOfSameRunAs(final Result other) {
        return engine.equals(other.engine) && file.equals(other.file);
    }
}
