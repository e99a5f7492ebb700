package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the publisher of a flow says that its canonical reports hash to. */
final class PublishedHash {
    private static final String HASHES = "hashes.txt";

    private PublishedHash() {
    }

    /**
     * The line for a file in a hashes.txt next to it or one folder up, or the hash of a .reports.txt next to it.
     *
     * @param file of the flow
     * @param name of the flow, see {@link OrderFlow#name()}
     */
    static Optional<String> find(final Path file, final String name) {
        final Path folder = file.toAbsolutePath().getParent();
        for (final Path hashes : List.of(folder.resolve(HASHES), folder.resolveSibling(HASHES))) {
            if (Files.isReadable(hashes)) {
                final Optional<String> hash = line(hashes, name);
                if (hash.isPresent()) {
                    return hash;
                }
            }
        }
        final Path reports = folder.resolve(name.replaceFirst("\\.bin$", "") + ".reports.txt");
        return Files.isReadable(reports) ? Optional.of(OrderFlow.sha256(bytes(reports))) : Optional.empty();
    }

    private static Optional<String> line(final Path hashes, final String name) {
        try {
            return Files.readAllLines(hashes).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .filter(line -> line.length > 1 && line[1].equals(name))
                .map(line -> line[0])
                .findFirst();
        } catch (final IOException e) {
            throw new LoadException("cannot read " + hashes + ": " + e, e);
        }
    }

    private static byte[] bytes(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new LoadException("cannot read " + file + ": " + e, e);
        }
    }
}
