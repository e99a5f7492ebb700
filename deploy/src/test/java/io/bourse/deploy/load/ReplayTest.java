package io.bourse.deploy.load;

import io.bourse.client.AeronConnection;
import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.client.orderflow.OrderFlow;
import io.bourse.gateway.cluster.ClusterAgent;
import io.bourse.gateway.cluster.ClusterAgentConfiguration;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.OperatorRequests.InstrumentDefinition;
import io.bourse.gateway.cluster.OperatorRequests.PriceBand;
import io.bourse.node.ClusterNode;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import io.bourse.wire.PrincipalKey;
import io.bourse.wire.Profile;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A replay through a real member, its trades as the event stream tells them. */
@Timeout(180)
final class ReplayTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int WINDOW = 512;
    private static final String RUN = "rtest";

    /** Puts trades and the client order ids of their orders together. Written by the agent, read after the answers. */
    private static final class Trades {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final OrderAcceptedDecoder accepted = new OrderAcceptedDecoder();
        private final TradeDecoder trade = new TradeDecoder();
        private final Long2ObjectHashMap<ClientOrderIds.Parsed> orders = new Long2ObjectHashMap<>();
        private final ClientOrderIds ids = new ClientOrderIds(RUN);
        private final List<Expectation.Trade> trades = new ArrayList<>();
        private volatile long eventSequence;

        void onEvent(final DirectBuffer buffer, final int offset, final int length) {
            switch (EventFrame.templateId(buffer, offset)) {
                case OrderAcceptedDecoder.TEMPLATE_ID -> {
                    accepted.wrapAndApplyHeader(buffer, offset, header);
                    final long orderId = accepted.orderId();
                    final Packed4Decoder id = accepted.clientOrderId();
                    orders.put(orderId,
                        ids.parse(PackedAscii.unpack(id.word0(), id.word1(), id.word2(), id.word3())));
                }
                case TradeDecoder.TEMPLATE_ID -> {
                    trade.wrapAndApplyHeader(buffer, offset, header);
                    final ClientOrderIds.Parsed maker = orders.get(trade.makerOrderId());
                    final ClientOrderIds.Parsed taker = orders.get(trade.takerOrderId());
                    trades.add(new Expectation.Trade(
                        taker.sequence(), trade.priceTicks(), trade.quantityLots(), maker.orderId(), taker.orderId()));
                }
                default -> {
                    assertTrue(length > 0);
                }
            }
            eventSequence = EventFrame.eventSequence(buffer, offset);
        }
    }

    @Test
    void shouldTradeAsTheOracleDoes(@TempDir final Path folder) throws InterruptedException, IOException {
        final Trades trades = new Trades();
        final List<String> hosts = List.of("localhost");
        final ClusterEndpoints endpoints = new ClusterEndpoints(hosts, freePortBase());
        final Path keyFile = folder.resolve("cluster-key");
        final PrincipalKey key = ClusterKey.readOrCreate(keyFile).principal("gw-900");
        try (ClusterNode node = ClusterNode.launch(ClusterNode.parse(
                "--cluster-key-file", keyFile.toString(),
                "--member-id", "0", "--cluster-hosts", "localhost", "--cluster-port-base", "" + endpoints.portBase(),
                "--data-dir", folder.resolve("member").toString(), "--profile", "dev", "--snapshot-interval", "0"));
            AeronConnection aeron = AeronConnection.connect(null, Profile.DEV);
            ClusterAgent agent = new ClusterAgent(
                new ClusterAgentConfiguration(900, key, endpoints, aeron.aeron(), Profile.DEV, DEADLINE_NS))) {
            agent.addEventListener(trades::onEvent);
            agent.start();
            final Instrument instrument = defineMarket(agent.requests());
            for (final OrderFlow flow : flows()) {
                replay(flow, instrument, agent.requests(), trades);
            }
            assertTrue(node.isRunning());
        }
    }

    private static void replay(
        final OrderFlow flow, final Instrument instrument, final ClusterRequests requests, final Trades trades)
        throws InterruptedException {
        trades.trades.clear();
        final Expectation expected = Expectation.of(flow);
        final Replay replay = new Replay(flow, instrument, requests, new ClientOrderIds(RUN), WINDOW);
        replay.requireFits();
        replay.openAccounts();
        replay.run(sent -> { });
        replay.cancelRemaining();
        awaitSequence(trades, replay.lastEventSequence());

        assertEquals(Optional.empty(), VerifyCommand.difference(expected.trades(), trades.trades));
        final long rejects = replay.results().entrySet().stream()
            .filter(result -> result.getKey().endsWith(" UNKNOWN_ORDER")).mapToLong(result -> result.getValue()).sum();
        assertEquals(expected.rejects(), rejects, replay.results().toString());
        System.out.printf("%s: %,d messages, %,d trades, %,.0f per second, p50 %d us, p99 %d us, %s%n",
            flow.name(), flow.count(), trades.trades.size(), flow.count() * 1e9 / replay.elapsedNs(),
            replay.latencyNs().getValueAtPercentile(50) / 1000, replay.latencyNs().getValueAtPercentile(99) / 1000,
            replay.results());
    }

    /** A random one always; the edge cases and a whole stream of the data set where that is at hand. */
    private static List<OrderFlow> flows() throws IOException {
        final List<OrderFlow> flows = new ArrayList<>();
        final long seed = Long.getLong("seed", Instant.now().toEpochMilli());
        System.out.println("random order flow: -Dseed=" + seed);
        flows.add(random(seed, 20_000));
        final Path dataSet = DataSet.folder();
        final String stream = System.getProperty("orderflow.stream", "orders_overlap_s101_n150000");
        final Path workload = dataSet.resolve("workloads").resolve(stream + ".bin.gz");
        if (Files.isReadable(workload)) {
            flows.add(OrderFlow.read(workload));
        } else {
            System.err.println("SKIPPED: no order flow data set in " + dataSet + "; give its place with -Dbourse.orderflow=DIR");
        }
        return flows;
    }

    private static OrderFlow random(final long seed, final int count) {
        final Random random = new Random(seed);
        final ByteBuffer buffer = ByteBuffer.allocate(16 + 40 * count).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(0x4D45_4257_5F30_3031L).putInt(1).putInt(count);
        long orderId = 0;
        for (int i = 0; i < count; i++) {
            final int type = orderId < 10 ? OrderFlow.NEW : Math.max(0, random.nextInt(5) - 2);
            final long subject = type == OrderFlow.NEW ? ++orderId : 1 + random.nextLong(orderId);
            buffer.put((byte) type).put((byte) random.nextInt(2)).put((byte) (random.nextInt(10) == 0 ? 1 : 0)).put((byte) 0)
                .putInt(1 + random.nextInt(100)).putLong(i).putLong(subject).putLong(1_000 + random.nextInt(40)).putLong(0);
        }
        return OrderFlow.of("random-" + seed, buffer.array());
    }

    private static Instrument defineMarket(final ClusterRequests requests) {
        final Asset base = new Asset((int) requests.operator().defineAsset("SOL", 9).join().subjectId(), "SOL", 9);
        final Asset quote = new Asset((int) requests.operator().defineAsset("USDC", 6).join().subjectId(), "USDC", 6);
        final long most = Long.MAX_VALUE / 4;
        final int instrumentId = (int) requests.operator().defineInstrument(new InstrumentDefinition("SOL_USDC", base.assetId(),
            quote.assetId(), 10_000, 1_000_000, 1, 1_000_000, 10_000_000, 1, 1_000_000_000_000_000L, 200, 500, 0,
            InstrumentState.TRADING, PriceBand.NONE)).join().subjectId();
        return new Instrument(instrumentId, "SOL_USDC", base, quote, 10_000, 1_000_000, 10, 1, 1_000_000, 10_000_000, 1, most,
            200, 500, 0, InstrumentState.TRADING);
    }

    private static void awaitSequence(final Trades trades, final long eventSequence) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (trades.eventSequence < eventSequence) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "the event stream does not come");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static int freePortBase() throws IOException {
        for (int base = 30_000 + (int) (System.nanoTime() & 0x1FFF); base < 60_000; base += 100) {
            try (DatagramSocket ingress = new DatagramSocket(base + 1); DatagramSocket archive = new DatagramSocket(base + 5)) {
                assertTrue(ingress.isBound() && archive.isBound());
                return base;
            } catch (final java.net.SocketException taken) {
                assertTrue(base > 0);
            }
        }
        throw new IllegalStateException("no free ports");
    }
}
