package io.bourse.deploy.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one replay did, kept in the data folder for its verification.
 *
 * @param run                begins every client order id of the run
 * @param file               that was sent
 * @param fileSha256         of its uncompressed bytes
 * @param market             symbol
 * @param instrumentId       of the market
 * @param startedAt          ISO 8601
 * @param messages           sent
 * @param window             messages without an answer at most
 * @param seconds            from the first message to the last answer
 * @param messagesPerSecond  of these
 * @param latencyUs          from a message's submission to its answer, microseconds by percentile
 * @param results            how many by kind of message and result code
 * @param buyAccountId       of every buy order
 * @param sellAccountId      of every sell order
 * @param firstEventSequence before the first event of the run
 * @param lastEventSequence  of the newest event of the run
 */
record RunRecord(
    @JsonProperty("run") String run,
    @JsonProperty("file") String file,
    @JsonProperty("fileSha256") String fileSha256,
    @JsonProperty("market") String market,
    @JsonProperty("instrumentId") int instrumentId,
    @JsonProperty("startedAt") String startedAt,
    @JsonProperty("messages") int messages,
    @JsonProperty("window") int window,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("messagesPerSecond") double messagesPerSecond,
    @JsonProperty("latencyUs") Map<String, Double> latencyUs,
    @JsonProperty("results") Map<String, Long> results,
    @JsonProperty("buyAccountId") long buyAccountId,
    @JsonProperty("sellAccountId") long sellAccountId,
    @JsonProperty("firstEventSequence") long firstEventSequence,
    @JsonProperty("lastEventSequence") long lastEventSequence) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String FOLDER = "load";
    private static final String SUFFIX = ".json";

    /** Writes it below the data folder and returns where. */
    Path write(final Path dataFolder) {
        final Path file = dataFolder.resolve(FOLDER).resolve(run + SUFFIX);
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), this);
        } catch (final IOException e) {
            throw new LoadException("cannot write " + file + ": " + e, e);
        }
        return file;
    }

    /** The run of this name. */
    static Optional<RunRecord> find(final Path dataFolder, final String run) {
        final Path file = dataFolder.resolve(FOLDER).resolve(run + SUFFIX);
        return Files.isReadable(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** The newest run of a file. */
    static Optional<RunRecord> newest(final Path dataFolder, final String fileSha256) {
        final List<RunRecord> records = new ArrayList<>();
        final Path folder = dataFolder.resolve(FOLDER);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> records.add(read(file)));
            } catch (final IOException e) {
                throw new LoadException("cannot read " + folder + ": " + e, e);
            }
        }
        return records.stream()
            .filter(candidate -> candidate.fileSha256.equals(fileSha256))
            .max(Comparator.comparing(RunRecord::startedAt));
    }

    private static RunRecord read(final Path file) {
        try {
            return JSON.readValue(file.toFile(), RunRecord.class);
        } catch (final IOException e) {
            throw new LoadException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
