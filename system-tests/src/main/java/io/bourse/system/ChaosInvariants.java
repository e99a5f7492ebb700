package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.cluster.RecordingLog;
import io.bourse.node.ClusterAudit;
import io.bourse.node.ClusterNode;
import io.bourse.node.MemberOptions;
import io.bourse.node.OracleAudit;
import io.bourse.system.Attempt.Outcome;
import io.bourse.system.Observed.StoredTrade;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The invariants of RELIABILITY.md that an outsider can check: cheap ones after every fault, all at the end. */
final class ChaosInvariants {
    private static final String MARKET = "SOL_USDC";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EXCHANGE_SERVICE = 0;
    private static final long AUDIT_INTERVAL = Long.parseLong(MemberOptions.AUDIT_INTERVAL);

    private final ChaosExchange exchange;
    private final RestClient operator;
    private final List<ChaosTrader> traders;
    private final List<MarketWatch> watches;
    private final List<String> notes;
    private long newestEventSequence;
    private long newestLogPosition;

    ChaosInvariants(
        final ChaosExchange exchange, final RestClient operator, final List<ChaosTrader> traders, final List<MarketWatch> watches,
        final List<String> notes) {
        this.exchange = exchange;
        this.operator = operator;
        this.traders = traders;
        this.watches = watches;
        this.notes = notes;
    }

    /** While orders flow: conservation of every asset, sequences, what readers and traders have seen. */
    List<String> quick() {
        final List<String> violations = new ArrayList<>();
        traders.forEach(trader -> violations.addAll(trader.complaints()));
        watches.forEach(watch -> violations.addAll(watch.violations()));
        final JsonNode state = answered("/api/v1/admin/state");
        if (state.path("event_sequence").asLong() < newestEventSequence ||
            state.path("log_position").asLong() < newestLogPosition) {
            violations.add("I13 sequences went backwards: event " + newestEventSequence + " position " + newestLogPosition +
                ", then " + state);
        }
        newestEventSequence = state.path("event_sequence").asLong();
        newestLogPosition = state.path("log_position").asLong();
        for (final String asset : List.of("SOL", "USDC")) {
            final JsonNode totals = answered("/api/v1/admin/totals?asset=" + asset);
            final BigDecimal held = number(totals, "accounts_total").add(number(totals, "fees_collected"));
            final BigDecimal paid = number(totals, "deposits_total").subtract(number(totals, "withdrawals_total"));
            if (held.compareTo(paid) != 0) {
                violations.add("I3 asset " + asset + " does not add up: " + totals);
            }
        }
        return violations;
    }

    /** With nothing in flight any more and everything well. */
    List<String> atRest() {
        final List<String> violations = new ArrayList<>();
        final Observed observed = new ExchangeObserver(operator, exchange.database())
            .observe(traders.stream().map(ChaosTrader::client).toList());
        final List<Attempt> orders = traders.stream().flatMap(trader -> trader.orders().stream()).toList();
        final List<Attempt> cancels = traders.stream().flatMap(trader -> trader.cancels().stream()).toList();
        violations.addAll(ExchangeChecker.violations(observed, orders, cancels));
        violations.addAll(disorder(orders));
        violations.addAll(publicData(observed));
        return violations;
    }

    /** I11: of two orders of which one was answered before the other was sent, the first has the lower number. */
    static List<String> disorder(final List<Attempt> orders) {
        final List<Attempt> bySent = orders.stream().filter(order -> order.outcome() == Outcome.ACKNOWLEDGED)
            .sorted(Comparator.comparingLong(Attempt::sentNs)).toList();
        final List<Attempt> byAnswered = bySent.stream().sorted(Comparator.comparingLong(Attempt::answeredNs)).toList();
        final List<String> violations = new ArrayList<>();
        Attempt highest = null;
        int answered = 0;
        for (final Attempt order : bySent) {
            while (answered < byAnswered.size() && byAnswered.get(answered).answeredNs() < order.sentNs()) {
                final Attempt earlier = byAnswered.get(answered++);
                highest = highest == null || earlier.orderId() > highest.orderId() ? earlier : highest;
            }
            if (highest != null && highest.orderId() > order.orderId()) {
                violations.add("I11 " + highest + " was answered before " + order + " was sent, and is younger");
            }
        }
        return violations;
    }

    /** I9, I10: the depth of every gateway, the books that readers kept, the trades told, the bars. */
    private List<String> publicData(final Observed observed) {
        final List<String> violations = new ArrayList<>();
        final Map<String, Long> expected = new HashMap<>();
        observed.orders().stream().filter(order -> order.isOpen() && order.instrumentId() == market(observed)).forEach(order ->
            expected.merge((order.isBuy() ? "bid " : "ask ") + order.priceTicks(), order.quantityLots() - order.executedLots(),
                Long::sum));
        final Map<Long, String> stored = new HashMap<>();
        for (final StoredTrade trade : observed.trades()) {
            stored.put(trade.tradeId(), Scaled.text(trade.priceTicks(), 2) + " x " + Scaled.text(trade.quantityLots(), 3));
        }
        for (int i = 0; i < watches.size(); i++) {
            final MarketWatch watch = watches.get(i);
            final RestClient reader = RestClient.anonymous(exchange.gatewayUrl(ChaosExchange.GATEWAYS.get(i)));
            violations.addAll(awaitAgreement(expected, watch, reader));
            watch.trades().forEach((tradeId, told) -> {
                if (!sameTrade(told, stored.get(tradeId))) {
                    violations.add("I8 trade " + tradeId + " was told as " + told + ", stored as " + stored.get(tradeId));
                }
            });
            violations.addAll(watch.violations());
            notes.add(watch.summary());
        }
        violations.addAll(bars(observed));
        return violations;
    }

    private static List<String> awaitAgreement(
        final Map<String, Long> expected, final MarketWatch watch, final RestClient reader) {
        final List<String> differences = new ArrayList<>();
        try {
            Await.until("depth, kept book and open orders to agree", PATIENCE, () -> {
                differences.clear();
                final JsonNode depth = reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body();
                final Map<String, Long> shown = new HashMap<>();
                depth.path("bids").forEach(level -> shown.put(
                    "bid " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
                depth.path("asks").forEach(level -> shown.put(
                    "ask " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
                if (!shown.equals(expected)) {
                    differences.add("I9 depth is " + shown + ", open orders sum to " + expected);
                }
                if (!watch.isJoined()) {
                    differences.add("I9 the WebSocket reader is not connected");
                } else {
                    watch.book().differences(depth).forEach(difference -> differences.add("I9 " + difference));
                }
                return differences.isEmpty();
            });
        } catch (final AssertionError late) {
            return differences.isEmpty() ? List.of("I9 " + late.getMessage()) : differences;
        }
        return List.of();
    }

    /** Volume of all bars against the sum of the trades. */
    private List<String> bars(final Observed observed) {
        final BigDecimal traded = BigDecimal.valueOf(observed.trades().stream()
            .filter(trade -> trade.instrumentId() == market(observed)).mapToLong(StoredTrade::quantityLots).sum(), 3);
        final BigDecimal[] shown = {BigDecimal.ZERO};
        try {
            Await.until("the bars to hold every trade", PATIENCE, () -> {
                BigDecimal sum = BigDecimal.ZERO;
                // Months: a clock that was set forward makes trades in minutes that are still to come.
                for (final JsonNode bar : RestClient.anonymous(exchange.gatewayUrl("g1"))
                    .get("/api/v1/klines?symbol=" + MARKET + "&interval=1m&startTime=0").ok().body()) {
                    sum = sum.add(new BigDecimal(bar.path("volume").asText("0")));
                }
                shown[0] = sum;
                return sum.compareTo(traded) == 0;
            });
        } catch (final AssertionError late) {
            return List.of("I10 bars hold a volume of " + shown[0] + ", the trades sum to " + traded);
        }
        return List.of();
    }

    /** Has every member write its state at the same place of the log; returns that place. */
    long snapshot() {
        Await.until("a snapshot of all members", PATIENCE, () -> {
            final String leader = exchange.leader().orElseThrow();
            return ClusterNode.snapshot(exchange.memberFolder(leader));
        });
        final long[] position = new long[1];
        Await.until("the same newest snapshot at all members", PATIENCE, () -> {
            final List<Long> positions =
                ChaosExchange.MEMBERS.stream().map(member -> newestSnapshot(member).logPosition).distinct().toList();
            position[0] = positions.getFirst();
            return positions.size() == 1;
        });
        return position[0];
    }

    /**
     * After the orderly end of everything: members have the same, byte for byte, and their log leads to it, through the
     * engine (I2) and through the oracle (I7).
     */
    List<String> ofMembersAtRest() {
        final List<Path> folders = ChaosExchange.MEMBERS.stream().map(exchange::memberFolder).toList();
        final List<String> violations = new ArrayList<>();
        ClusterAudit.run(folders, AUDIT_INTERVAL, false, notes::add).forEach(each -> violations.add("I2 " + each));
        OracleAudit.run(folders, AUDIT_INTERVAL, notes::add).forEach(each -> violations.add("I7 " + each));
        return violations;
    }

    private RecordingLog.Entry newestSnapshot(final String member) {
        try (RecordingLog log = new RecordingLog(exchange.memberFolder(member).resolve("cluster").toFile(), false)) {
            return log.getLatestSnapshot(EXCHANGE_SERVICE);
        }
    }

    /** I16: nothing is left of the exchange. */
    List<String> leaks() {
        final List<String> violations = new ArrayList<>();
        for (final ChaosProcess process : exchange.all()) {
            if (process.isAlive()) {
                violations.add("I16 " + process.name() + " lives on");
            }
        }
        final long self = ProcessHandle.current().pid();
        ProcessHandle.allProcesses().filter(process -> process.pid() != self && process.pid() != 1)
            .filter(process -> process.info().command()
                .filter(command -> command.matches(".*(java|postgres|redis-server)")).isPresent())
            .forEach(process -> violations.add("I16 process left: " + process.pid() + " " + process.info().commandLine()));
        try (Stream<Path> left = Files.list(Path.of("/dev/shm"))) {
            final List<String> names = left.map(path -> path.getFileName().toString()).sorted().toList();
            names.stream().filter(name -> name.startsWith("chaos-"))
                .forEach(name -> violations.add("I16 left by a member that ended in order: /dev/shm/" + name));
            notes.add("left in shared memory by killed processes: " +
                names.stream().filter(name -> name.startsWith("bourse-aeron-")).count() + " folders");
        } catch (final IOException ex) {
            violations.add("I16 /dev/shm: " + ex);
        }
        return violations;
    }

    private JsonNode answered(final String path) {
        final JsonNode[] body = new JsonNode[1];
        Await.until("an answer to " + path, PATIENCE, () -> {
            body[0] = operator.get(path).ok().body();
            return true;
        });
        return body[0];
    }

    private static boolean sameTrade(final String told, final String stored) {
        if (stored == null) {
            return false;
        }
        final String[] one = told.split(" x ");
        final String[] other = stored.split(" x ");
        return new BigDecimal(one[0]).compareTo(new BigDecimal(other[0])) == 0 &&
            new BigDecimal(one[1]).compareTo(new BigDecimal(other[1])) == 0;
    }

    /** The demonstration defines SOL_USDC first. */
    private static int market(final Observed observed) {
        return observed.markets().keySet().stream().min(Integer::compare).orElseThrow();
    }

    private static BigDecimal number(final JsonNode row, final String field) {
        return new BigDecimal(row.path(field).asText());
    }
}
