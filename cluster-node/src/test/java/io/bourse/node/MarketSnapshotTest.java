package io.bourse.node;

import io.bourse.client.ConsumerSession;
import io.bourse.schema.BookDeltaDecoder;
import io.bourse.schema.MarketSnapshotAssetDecoder;
import io.bourse.schema.MarketSnapshotBeginDecoder;
import io.bourse.schema.MarketSnapshotEndDecoder;
import io.bourse.schema.MarketSnapshotInstrumentDecoder;
import io.bourse.schema.MarketSnapshotLevelDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.Side;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a market snapshot in the stream says is what its reader would know who has seen every event. */
@Timeout(120)
class MarketSnapshotTest {
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();

    @TempDir
    Path folder;

    @Test
    void shouldSayWhatTheEventsBeforeItHaveSaid() {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog();
            ConsumerSession marketData = new ConsumerSession(
                cluster.connection.aeron(), cluster.endpoints, cluster.key("md-1"));
            ConsumerSession persistence = new ConsumerSession(
                cluster.connection.aeron(), cluster.endpoints, cluster.key("persist-1"))) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            for (int i = 0; i < 40; i++) {
                trader.limit(TestTrader.SELLER, Side.SELL, 110 + i % 13, 0);
                trader.limit(TestTrader.BUYER, Side.BUY, 100 - i % 7, 0);
            }
            trader.limit(TestTrader.BUYER, Side.BUY, 111, 0);
            trader.stop(TestTrader.BUYER, Side.BUY, 200, 150);
            final long hash = gateway.stateHash();

            // Only market-data is heard.
            persistence.wantMarketSnapshot(true);
            final long endNs = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < endNs) {
                persistence.poll();
                log.reader.poll(100);
            }
            assertEquals(0, frames(log, MarketSnapshotBeginDecoder.TEMPLATE_ID).size());

            marketData.wantMarketSnapshot(true);
            TestCluster.await("a market snapshot", () -> {
                marketData.poll();
                log.reader.poll(100);
                return frames(log, MarketSnapshotEndDecoder.TEMPLATE_ID).size() == 1;
            });
            marketData.wantMarketSnapshot(false);
            assertEquals(hash, gateway.stateHash());
            assertEquals(2, frames(log, MarketSnapshotAssetDecoder.TEMPLATE_ID).size());
            final UnsafeBuffer instrument = frames(log, MarketSnapshotInstrumentDecoder.TEMPLATE_ID).getFirst();
            assertEquals(lastUpdateId(log),
                new MarketSnapshotInstrumentDecoder().wrapAndApplyHeader(instrument, 0, HEADER).updateId());
            assertEquals(bookOfDeltas(log), bookOfSnapshot(log));
            assertTrue(log.isContiguous());
            trader.limit(TestTrader.SELLER, Side.SELL, 130, 0);
            cluster.assertSameEvents(log.frames.size());
            cluster.assertAudited();
        }
    }

    private static long lastUpdateId(final EventLog log) {
        return new BookDeltaDecoder().wrapAndApplyHeader(
            frames(log, BookDeltaDecoder.TEMPLATE_ID).getLast(), 0, HEADER).updateId();
    }

    private static Map<String, String> bookOfDeltas(final EventLog log) {
        final Map<String, String> book = new TreeMap<>();
        final BookDeltaDecoder delta = new BookDeltaDecoder();
        for (final UnsafeBuffer frame : frames(log, BookDeltaDecoder.TEMPLATE_ID)) {
            delta.wrapAndApplyHeader(frame, 0, HEADER);
            final String level = delta.instrumentId() + " " + delta.side() + " " + delta.priceTicks();
            if (delta.quantityLots() == 0) {
                book.remove(level);
            } else {
                book.put(level, delta.quantityLots() + " " + delta.orderCount());
            }
        }
        return book;
    }

    private static Map<String, String> bookOfSnapshot(final EventLog log) {
        final Map<String, String> book = new TreeMap<>();
        final MarketSnapshotLevelDecoder level = new MarketSnapshotLevelDecoder();
        for (final UnsafeBuffer frame : frames(log, MarketSnapshotLevelDecoder.TEMPLATE_ID)) {
            level.wrapAndApplyHeader(frame, 0, HEADER);
            book.put(level.instrumentId() + " " + level.side() + " " + level.priceTicks(),
                level.quantityLots() + " " + level.orderCount());
        }
        return book;
    }

    private static List<UnsafeBuffer> frames(final EventLog log, final int templateId) {
        final List<UnsafeBuffer> found = new ArrayList<>();
        for (final UnsafeBuffer frame : log.frames) {
            if (EventFrame.templateId(frame, 0) == templateId) {
                found.add(frame);
            }
        }
        return found;
    }
}
