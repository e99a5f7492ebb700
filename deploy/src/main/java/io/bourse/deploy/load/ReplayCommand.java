package io.bourse.deploy.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.client.AeronConnection;
import io.bourse.client.Instrument;
import io.bourse.client.orderflow.OrderFlow;
import io.bourse.client.orderflow.OrderFlowException;
import io.bourse.gateway.cluster.ClusterAgent;
import io.bourse.gateway.cluster.ClusterAgentConfiguration;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.marketdata.MarketDataException;
import io.bourse.marketdata.MarketDataReader;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code ./bourse load replay}. */
@Command(
    name = "replay",
    description = "Send FILE, message by message in order, to one market of the running exchange.")
final class ReplayCommand implements Callable<Integer> {
    private static final int WINDOW_MAX = 4_096;
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long REQUEST_DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final double US = 1_000.0;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "FILE", description = "Order flow, .bin or .bin.gz.")
    private Path file;

    @Option(names = "--market", paramLabel = "SYMBOL", required = true, description = "Such as SOL_USDC.")
    private String market;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "bourse-data",
        description = "Data folder of the running exchange. Default: ./${DEFAULT-VALUE}")
    private Path dataFolder;

    @Option(names = "--window", paramLabel = "N", defaultValue = "512",
        description = "Messages without an answer at most, 1 to " + WINDOW_MAX + ". Default: ${DEFAULT-VALUE}")
    private int window;

    @Option(names = "--gateway-id", paramLabel = "N", defaultValue = "900",
        description = "Id under which the tool is known to the cluster; no other process may use it. Default: ${DEFAULT-VALUE}")
    private int gatewayId;

    @Option(names = "--force", description = "Although there are orders in the book; verify will then find other trades.")
    private boolean force;

    @Option(names = "--keep-orders", description = "Leave the orders that rest at the end in the book.")
    private boolean keepOrders;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return replay();
        } catch (final LoadException | OrderFlowException failure) {
            spec.commandLine().getErr().println("bourse: " + failure.getMessage());
            return 1;
        }
    }

    private int replay() throws InterruptedException {
        if (window < 1 || window > WINDOW_MAX) {
            throw new LoadException("--window must be 1 to " + WINDOW_MAX + ", not " + window);
        }
        final OrderFlow flow = OrderFlow.read(file);
        final ExchangeAddress exchange = ExchangeAddress.of(dataFolder);
        final Instrument instrument = findInstrument(exchange);
        try (AeronConnection aeron = AeronConnection.connect(null, exchange.profile());
            ClusterAgent agent = new ClusterAgent(new ClusterAgentConfiguration(
                gatewayId, key(), exchange.cluster(), aeron.aeron(), exchange.profile(), REQUEST_DEADLINE_NS))) {
            agent.start();
            awaitConnected(agent.requests());
            return replay(flow, instrument, agent.requests());
        }
    }

    private int replay(final OrderFlow flow, final Instrument instrument, final ClusterRequests requests)
        throws InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        final Instant startedAt = Instant.now();
        final ClientOrderIds ids = ClientOrderIds.newRun(startedAt);
        final Replay replay = new Replay(flow, instrument, requests, ids, window);
        replay.requireFits();
        replay.openAccounts();
        out.printf("run %s: %,d messages of %s to %s, window %d%n", ids.run(), flow.count(), flow.name(), market, window);
        out.flush();
        replay.run(sent -> {
            out.printf("  %,d of %,d%n", sent, flow.count());
            out.flush();
        });
        final RunRecord run = record(ids, flow, instrument, startedAt, replay);
        print(out, run);
        if (!keepOrders) {
            out.printf("cancelled what rested at the end: %,d orders%n", replay.cancelRemaining());
        }
        out.println("record: " + run.write(dataFolder));
        out.println("check the trades with: ./bourse load verify " + file + " --data " + dataFolder);
        out.flush();
        return requireExpected(run);
    }

    /** The tool is an own gateway of whoever owns the data folder. */
    private PrincipalKey key() {
        try {
            return ClusterKey.read(dataFolder.resolve("secrets").resolve("cluster-key"))
                .principal(Principal.GATEWAY.named(gatewayId));
        } catch (final IllegalArgumentException unusable) {
            throw new LoadException(unusable.getMessage(), unusable);
        }
    }

    private Instrument findInstrument(final ExchangeAddress exchange) {
        try (MarketDataReader reader = MarketDataReader.connect(exchange.redisUrl())) {
            final Instrument instrument = reader.instruments().stream()
                .filter(candidate -> candidate.symbol().equals(market))
                .findFirst()
                .orElseThrow(() -> new LoadException("there is no market " + market + "; there are " +
                    reader.instruments().stream().map(Instrument::symbol).toList()));
            final JsonNode depth = JSON.readTree(reader.depth(market, 1));
            if (!force && !(depth.path("bids").isEmpty() && depth.path("asks").isEmpty())) {
                throw new LoadException("there are orders in the book of " + market + ", which would trade with those of " +
                    "the file; use another market, or start the exchange anew with ./bourse up --no-demo --reset, or " +
                    "say --force");
            }
            return instrument;
        } catch (final MarketDataException e) {
            throw new LoadException("market data does not answer at Redis (" + e.getMessage() + "); is the exchange up?", e);
        } catch (final JsonProcessingException e) {
            throw new LoadException("the depth of " + market + " is not JSON: " + e.getMessage(), e);
        }
    }

    private void awaitConnected(final ClusterRequests requests) {
        final long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT_NS;
        while (!requests.isConnected()) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new LoadException("no leader of the cluster answers within " +
                    TimeUnit.NANOSECONDS.toSeconds(CONNECT_TIMEOUT_NS) + " s; see ./bourse status --data " + dataFolder);
            }
            LockSupport.parkNanos(POLL_INTERVAL_NS);
        }
    }

    private RunRecord record(
        final ClientOrderIds ids, final OrderFlow flow, final Instrument instrument, final Instant startedAt,
        final Replay replay) {
        final Histogram latency = replay.latencyNs();
        final Map<String, Double> latencyUs = new LinkedHashMap<>();
        latencyUs.put("p50", latency.getValueAtPercentile(50) / US);
        latencyUs.put("p90", latency.getValueAtPercentile(90) / US);
        latencyUs.put("p99", latency.getValueAtPercentile(99) / US);
        latencyUs.put("p99.9", latency.getValueAtPercentile(99.9) / US);
        latencyUs.put("max", latency.getMaxValue() / US);
        final double seconds = replay.elapsedNs() / 1e9;
        return new RunRecord(ids.run(), file.toString(), flow.sha256(), market, instrument.instrumentId(),
            startedAt.toString(), flow.count(), window, seconds, flow.count() / seconds, latencyUs, replay.results(),
            replay.buyAccountId(), replay.sellAccountId(), replay.firstEventSequence(), replay.lastEventSequence());
    }

    private static void print(final PrintWriter out, final RunRecord run) {
        out.printf(Locale.ROOT, "%,d messages in %.2f s: %,.0f per second%n",
            run.messages(), run.seconds(), run.messagesPerSecond());
        out.print("message to outcome:");
        run.latencyUs().forEach((name, us) -> out.printf(Locale.ROOT, "  %s %,.0f us", name, us));
        out.println();
        run.results().forEach((result, count) -> out.printf("  %-28s %,9d%n", result, count));
    }

    /** Orders that are gone may be cancelled and changed in vain; nothing else may be refused. */
    private int requireExpected(final RunRecord run) {
        for (final String result : run.results().keySet()) {
            final boolean isExpected =
                result.endsWith(" OK") || result.equals("CANCEL UNKNOWN_ORDER") || result.equals("MODIFY UNKNOWN_ORDER");
            if (!isExpected) {
                throw new LoadException("the exchange should not have answered " + result);
            }
        }
        return 0;
    }
}
