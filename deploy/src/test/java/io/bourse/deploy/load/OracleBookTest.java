package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** The oracle against the published data set, where that is at hand: {@code -Dbourse.orderflow=DIR}. */
final class OracleBookTest {
    private static final Path DATA_SET = DataSet.folder();

    @Test
    void shouldReportWhatTheStreamsOfTheDataSetPublish() throws IOException {
        assertHashes(DATA_SET.resolve("workloads"));
    }

    @Test
    void shouldReportWhatTheEdgeCasesOfTheDataSetPublish() throws IOException {
        assertHashes(DATA_SET.resolve("edge"));
    }

    private static void assertHashes(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            System.err.println("SKIPPED: no order flow data set in " + folder + "; give its place with -Dbourse.orderflow=DIR");
            Assumptions.abort("no data set in " + folder);
        }
        final List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().matches(".*\\.bin(\\.gz)?")).sorted().toList();
        }
        assertFalse(files.isEmpty());
        for (final Path file : files) {
            final OrderFlow flow = OrderFlow.read(file);
            assertEquals(
                PublishedHash.find(file, flow.name()).orElseThrow(), Expectation.of(flow).sha256(), file.toString());
        }
    }
}
