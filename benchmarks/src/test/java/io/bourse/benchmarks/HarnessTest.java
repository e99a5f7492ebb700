package io.bourse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.client.orderflow.OrderFlow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine on small streams of every shape: they must agree, and the harness must see what they report. */
final class HarnessTest {
    private static final int MESSAGES = 4_000;

    @ParameterizedTest
    @EnumSource(Shape.class)
    void shouldReportTheSameWhateverTheEngine(final Shape shape) {
        final OrderFlow flow = OrderFlow.of("flow.bin", new StreamGenerator(shape, 7, MESSAGES).generate());
        try (Harness harness = new Harness(List.of(BookEngine.values()), 0, 1, 1, line -> { })) {
            final List<Result> results = harness.measure(flow);
            assertEquals(BookEngine.values().length, results.size());
            for (final Result result : results) {
                assertEquals(results.get(0).sha256(), result.sha256(), result.engine());
                assertEquals(MESSAGES, result.messages());
                assertTrue(result.reports() >= MESSAGES && result.messagesPerSecond() > 0, result.toString());
            }
            assertTrue(new Verdict(results).allAgree());
        }
    }

    @Test
    void shouldGenerateTheSameBytesForTheSameSeed() {
        final byte[] stream = new StreamGenerator(Shape.OVERLAP, 1, MESSAGES).generate();
        assertArrayEquals(stream, new StreamGenerator(Shape.OVERLAP, 1, MESSAGES).generate());
        assertFalse(Arrays.equals(stream, new StreamGenerator(Shape.OVERLAP, 2, MESSAGES).generate()));
    }

    @Test
    void shouldHashTheCanonicalText() {
        final ReportRing ring = new ReportRing(8);
        final CanonicalText text = new CanonicalText();
        // The modify's own report goes behind its trade.
        ring.onModifyAck(0, 1, 5, 100, 7);
        ring.onTrade(0, 101, 3, 4, 5);
        ring.onCancelReject(1, -1);
        for (long position = 0; position < ring.tail(); position++) {
            text.onReport(ring.records(), ring.offset(position));
        }
        text.onEnd();
        assertEquals(OrderFlow.sha256("1,0,101,3,4,5\n3,0,1,5,100,7\n4,1,18446744073709551615"
            .getBytes(StandardCharsets.US_ASCII)), text.sha256());
        assertEquals(3, text.reports());
    }

    @Test
    void shouldWriteAndMeasureByCommand(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("flow.bin.gz");
        assertEquals(0, Bench.execute(
            "generate", "--seed", "3", "--shape", "sweep", "--messages", "2000", "--out", file.toString()));
        assertEquals(2_000, OrderFlow.read(file).count());
        assertEquals(0, Bench.execute("workload", file.toString(), "--engines", "bourse,treemap", "--warm-ups", "0",
            "--runs", "1", "--run-messages", "1", "--json", "--quiet"));
        assertEquals(1, Bench.execute("workload", file.toString(), "--engines", "none"));
        Files.write(file, new byte[5]);
        assertEquals(1, Bench.execute("workload", file.toString()));
    }

    @Test
    void shouldKeepTheLowerResultOfAStart() {
        final Result result = new Result("bourse", "a.bin", 10, 11, "ab", 5.5, 6.5, 0.25);
        assertEquals(result, Result.parse(result.line()));
        assertEquals("{\"engine\":\"bourse\",\"file\":\"a.bin\",\"messages\":10,\"reports\":11,\"sha256\":\"ab\"," +
            "\"messagesPerSecond\":6,\"bytesPerMessage\":0.250}", result.json());
    }

    @Test
    void shouldMeasureABookOfAnySize() {
        final FilledBook book = new FilledBook(100, 10);
        for (int i = 0; i < 1_000; i++) {
            book.addAndCancel();
            book.replaceAny();
            book.amendAny();
            book.massCancelAndRefill(10);
        }
        for (int i = 0; i < 1_000; i++) {
            book.matchAndRefill(1);
            book.matchAndRefill(10);
        }
        assertTrue(new GrowthPlot(new int[] {1, 10}, List.of(new GrowthPlot.Line("a", new double[] {3, 40}))).svg()
            .contains("polyline"));
    }
}
