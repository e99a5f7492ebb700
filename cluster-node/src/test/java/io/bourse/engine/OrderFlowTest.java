package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bourse.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bare book and the whole engine must be exact on every stream of the order-flow data set. */
class OrderFlowTest {
    private static final Path FOLDER = OrderFlow.folder();
    private static int exactWorkloads;
    private static int exactEdges;

    @BeforeAll
    static void requireDataSet() {
        if (!Files.isDirectory(FOLDER)) {
            final String message = "ORDER-FLOW CONFORMANCE NOT CHECKED: no data set at " + FOLDER +
                "; name its folder with -Dbourse.orderflow=DIR";
            System.err.println("*****\n" + message + "\n*****");
            Assumptions.abort(message);
        }
    }

    @AfterAll
    static void count() {
        Figures.note("order-flow data set: " + exactWorkloads + " streams and " + exactEdges + " edge cases exact");
    }

    static List<String> workloads() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of("absent");
        }
        return Files.readAllLines(FOLDER.resolve("hashes.txt")).stream().filter(line -> !line.startsWith("#")).toList();
    }

    static List<String> edges() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of("absent");
        }
        try (Stream<Path> files = Files.list(FOLDER.resolve("edge"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".bin"))
                .map(name -> name.substring(0, name.length() - ".bin".length())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void shouldReportExactlyOnWorkload(final String line) throws IOException {
        final String[] words = line.split("\\s+");
        final OrderFlow flow = OrderFlow.read(FOLDER.resolve("workloads").resolve(words[1] + ".gz"));
        final OrderFlowReports ofBook = new OrderFlowReports();
        final OrderFlowOnBook onBook = new OrderFlowOnBook(flow, ofBook);
        final OrderFlowReports ofEngine = new OrderFlowReports();
        final OrderFlowOnEngine onEngine = new OrderFlowOnEngine(flow, ofEngine);
        for (int i = 0; i < flow.count(); i++) {
            onBook.play(i);
            onEngine.play(i);
        }
        assertEquals(words[0], ofBook.sha256());
        assertEquals(words[0], ofEngine.sha256());
        Invariants.check(onEngine.engine);
        exactWorkloads++;
    }

    @ParameterizedTest
    @MethodSource("edges")
    void shouldReportAndRestExactlyOnEdge(final String name) throws IOException {
        final Path edge = FOLDER.resolve("edge");
        final OrderFlow flow = OrderFlow.read(edge.resolve(name + ".bin"));
        final OrderFlowReports ofBook = new OrderFlowReports();
        final OrderFlowOnBook onBook = new OrderFlowOnBook(flow, ofBook);
        final OrderFlowReports ofEngine = new OrderFlowReports();
        final OrderFlowOnEngine onEngine = new OrderFlowOnEngine(flow, ofEngine);
        final List<String> states = Files.readAllLines(edge.resolve(name + ".state.csv"));
        assertEquals(flow.count() + 1, states.size());
        for (int i = 0; i < flow.count(); i++) {
            onBook.play(i);
            onEngine.play(i);
            assertEquals(states.get(i + 1), state(onBook.book, onBook.levels, flow, i));
            assertEquals(states.get(i + 1), state(onEngine.book(), onEngine.levels(), flow, i));
        }
        final String expected = Files.readString(edge.resolve(name + ".reports.txt"));
        assertEquals(expected, ofBook.text());
        assertEquals(expected, ofEngine.text());
        exactEdges++;
    }

    private static String state(
        final OrderBook book, final PriceLevels levels, final OrderFlow flow, final int message) {
        final int bid = book.best(Side.BUY);
        final int ask = book.best(Side.SELL);
        final int own = book.level(flow.side(message), flow.price(message));
        return message + "," + (bid == PriceLevels.NONE ? Long.MIN_VALUE : levels.priceTicks(bid)) + "," +
            (ask == PriceLevels.NONE ? Long.MAX_VALUE : levels.priceTicks(ask)) + "," +
            (own == PriceLevels.NONE ? 0 : levels.quantityLots(own));
    }
}
