package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Members are restarted, lost, replaced and restored, and their disks stay bounded, while traders trade. */
@Timeout(value = 480, unit = TimeUnit.SECONDS)
final class MemberCareSystemTest {
    private static final String MARKET = "SOL_USDC";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(10);
    private static final long MEGABYTE = 1024 * 1024;
    private static final String[] TIGHT = {"--no-demo", "--snapshot-log-length=4", "--log-history=0", "--event-history=0",
        "--housekeeping-interval=1"};
    /** In segments of 16 MB: four or six of snapshots, however small, two to four of log, one or two of events. */
    private static final long ARCHIVE_LENGTH_MAX = 12 * 16 * MEGABYTE;

    @Test
    void shouldRestartReplaceAndRestoreMembersWithoutLosingAnything() throws IOException {
        try (ExchangeProcess exchange = ExchangeProcess.devCluster("member-care", TIGHT)) {
            exchange.up();
            try (TradingFloor floor = new TradingFloor(exchange, 3, 40)) {
                floor.awaitAcknowledgements(100);
                final long before = floor.acknowledgements();
                final Map<String, Long> pids = memberPids(exchange);
                exchange.command("restart").ok();
                memberPids(exchange).forEach((role, pid) -> assertNotEquals(pids.get(role), pid, role));
                final long during = floor.acknowledgements() - before;
                Figures.note("rolling restart under load: " + during + " orders acknowledged during it");
                floor.awaitAcknowledgements(100);

                killAndStart(exchange, ClusterStatus.leader(exchange));
                fillUntilPurged(exchange);
                final String lost = ClusterStatus.leader(exchange).equals("member-1") ? "member-2" : "member-1";
                exchange.kill(lost);
                delete(exchange.data().resolve(lost));
                floor.awaitAcknowledgements(50);
                exchange.command("replace", lost.substring("member-".length())).ok();
                floor.awaitAcknowledgements(100);
                repair(exchange, ClusterStatus.leader(exchange).equals("member-0") ? "2" : "0");
                floor.awaitAcknowledgements(100);
                exchange.kill(ClusterStatus.leader(exchange));
                floor.awaitAcknowledgements(100);
                floor.stop();
                exchange.up();
                floor.check("after restart, replacement and the death of a leader");
                assertAudited(exchange);

                final JsonNode state = exchange.observer().state();
                final Path backup = exchange.data().resolveSibling("backup");
                exchange.command("backup", "--to", backup.toString(), "--once").ok();
                exchange.down();
                exchange.command("restore", "--from", backup.toString()).ok();
                exchange.up();
                floor.check("after all members were made anew from a backup");
                ExchangeObserver.assertNothingWasLost(state, exchange.observer().state());
                awaitStoredOrder(exchange, "after-restore");
                assertAudited(exchange);
                exchange.down();
            }
        }
    }

    @Test
    void shouldKeepDisksBoundedAndWhatAConsumerThatIsAwayNeeds() throws IOException {
        try (ExchangeProcess exchange = ExchangeProcess.devCluster("disks", TIGHT)) {
            exchange.up();
            try (TradingFloor floor = new TradingFloor(exchange, 2, 20);
                LogFiller filler = filler(exchange)) {
                floor.awaitAcknowledgements(50);
                exchange.kill("persistence");
                filler.fill(90_000);
                for (int member = 0; member < 3; member++) {
                    final int id = member;
                    Await.until("member " + id + " to remove log", PATIENCE, () -> firstSegments(exchange, id) <= 1);
                    assertEquals(1, firstSegments(exchange, id), "events go although persistence has not read them");
                }
                // It gets everything, and then it may go.
                exchange.command("start", "persistence").ok();
                floor.awaitAcknowledgements(50);
                for (int member = 0; member < 3; member++) {
                    final int id = member;
                    Await.until("member " + id + " to remove events", PATIENCE, () -> firstSegments(exchange, id) == 0);
                }
                long longest = 0;
                for (int round = 0; round < 6; round++) {
                    filler.fill(15_000);
                    floor.awaitAcknowledgements(10);
                    for (int member = 0; member < 3; member++) {
                        longest = Math.max(longest, archiveLength(exchange, member));
                    }
                }
                floor.stop();
                for (int member = 0; member < 3; member++) {
                    final int id = member;
                    Await.until("the archive of member " + id + " to be small", PATIENCE,
                        () -> archiveLength(exchange, id) <= ARCHIVE_LENGTH_MAX);
                }
                Figures.note("180 MB of log and 40 MB of events: archive of a member at most " + longest / MEGABYTE +
                    " MB, in the end at most " + ARCHIVE_LENGTH_MAX / MEGABYTE);
                floor.check("after events and log were removed");

                // Neither Redis nor the members have the first events any more.
                exchange.kill("market-data");
                redis(exchange, "FLUSHALL");
                exchange.command("start", "market-data").ok();
                awaitDepthOfTheOrders(exchange);
                // What they put into the stream for it is no trouble to the other consumer.
                awaitStoredOrder(exchange, "after-market-snapshot");
            }
            assertAudited(exchange);
            exchange.down();
        }
    }

    /** The log of the others does not reach back to its beginning any more: an empty member could not copy it. */
    private static void repair(final ExchangeProcess exchange, final String member) {
        exchange.kill("member-" + member);
        final String said = exchange.command("repair", member).ok().output();
        assertTrue(said.contains("their logs do not reach back to the beginning"), said);
        assertTrue(said.contains("member-" + member + " takes part"), said);
    }

    private static void assertAudited(final ExchangeProcess exchange) {
        final String said = exchange.command("audit").ok().output();
        assertTrue(said.contains("verdict: EQUAL") && said.contains(" from the snapshot at "), said);
    }

    private static void awaitStoredOrder(final ExchangeProcess exchange, final String clientOrderId) {
        exchange.client(exchange.credentials().path("alice")).post("/api/v1/order", Map.of("market", MARKET, "side", "BUY",
            "price", "99.00", "quantity", "0.1", "client_order_id", clientOrderId)).ok();
        Await.until("the order in PostgreSQL", PATIENCE, () -> 1 == exchange.database().number(
            "select count(*) from orders where client_order_id = '" + clientOrderId + "'"));
    }

    /** As after a power cut of one host: it takes part again within ten seconds. */
    private static void killAndStart(final ExchangeProcess exchange, final String role) throws IOException {
        exchange.kill(role);
        final int member = Integer.parseInt(role.substring("member-".length()));
        final long startNs = System.nanoTime();
        exchange.command("start", Integer.toString(member)).ok();
        String state = "";
        while (!state.equals("FOLLOWER") && !state.equals("LEADER")) {
            state = RestClient.JSON.readTree(exchange.command("status", "--json").output()).path("members").path(member)
                .path("role").asText();
            assertTrue(System.nanoTime() - startNs < RESTART_LIMIT.toNanos(), () -> role + " does not take part after " +
                RESTART_LIMIT);
        }
        Figures.note("start of a killed member until it takes part, commands included: " +
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms");
    }

    private static void fillUntilPurged(final ExchangeProcess exchange) {
        try (LogFiller filler = filler(exchange)) {
            Await.until("all members to remove log", PATIENCE, () -> {
                filler.fill(2_000);
                Await.pause(TimeUnit.MILLISECONDS.toNanos(200));
                return Stream.of(0, 1, 2).allMatch(member -> firstSegments(exchange, member) == 0);
            });
        }
    }

    private static LogFiller filler(final ExchangeProcess exchange) {
        return new LogFiller(exchange.data(), exchange.clusterPortBase(), 3);
    }

    private static Map<String, Long> memberPids(final ExchangeProcess exchange) {
        final Map<String, Long> pids = new HashMap<>();
        for (int member = 0; member < 3; member++) {
            pids.put("member-" + member, exchange.process("member-" + member).orElseThrow().pid());
        }
        return pids;
    }

    private static Path archive(final ExchangeProcess exchange, final int member) {
        return exchange.data().resolve("member-" + member + "/archive");
    }

    /** The log and the events are the first recordings of a member; so many of them reach back to their beginning. */
    private static long firstSegments(final ExchangeProcess exchange, final int member) {
        return Stream.of("0-0.rec", "1-0.rec").filter(file -> Files.exists(archive(exchange, member).resolve(file))).count();
    }

    /** What the files take on the disk would be less: they are sparse. */
    private static long archiveLength(final ExchangeProcess exchange, final int member) {
        try (Stream<Path> files = Files.list(archive(exchange, member))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void awaitDepthOfTheOrders(final ExchangeProcess exchange) {
        final Map<String, Long> expected = new HashMap<>();
        exchange.database().orders().stream().filter(Observed.StoredOrder::isOpen).forEach(order -> expected.merge(
            (order.isBuy() ? "bid " : "ask ") + order.priceTicks(), order.quantityLots() - order.executedLots(), Long::sum));
        assertTrue(!expected.isEmpty());
        final RestClient reader = RestClient.anonymous(exchange.url());
        final Map<String, Long> shown = new HashMap<>();
        Await.until("the depth to be the sum of the open orders: " + expected, PATIENCE, () -> {
            final Answer answer = reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000");
            shown.clear();
            if (answer.status() == 200) {
                answer.body().path("bids").forEach(level -> shown.put(
                    "bid " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
                answer.body().path("asks").forEach(level -> shown.put(
                    "ask " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
            }
            return shown.equals(expected);
        });
    }

    private static void redis(final ExchangeProcess exchange, final String command) throws IOException {
        final String url = RestClient.JSON.readTree(exchange.data().resolve("run.json").toFile()).path("redisUrl").asText();
        final int port = Integer.parseInt(url.replaceFirst(".*:(\\d+).*", "$1"));
        final String password = Files.readString(exchange.data().resolve("secrets/redis-password")).trim();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(
                ("AUTH " + password + "\r\n" + command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            final String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("+OK\r\n+OK\r\n+OK\r\n", answers);
        }
    }

    private static void delete(final Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (final Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
