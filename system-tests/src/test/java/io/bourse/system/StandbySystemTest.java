package io.bourse.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.system.ExchangeProcess.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two gateways, and two of each consumer: whichever of them is killed, the others go on, and what is stored is stored
 * once. On the way, what the processes of an exchange show to the outside: their sockets, and nothing of their keys.
 */
@Timeout(value = 480, unit = TimeUnit.SECONDS)
final class StandbySystemTest {
    private static final String MARKET = "SOL_USDC";
    private static final String PRICE = "150.00";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private RestClient first;
    private RestClient second;
    private int placed;

    @Test
    void shouldGoOnWhicheverOfTwoIsKilled() throws IOException {
        try (ExchangeProcess exchange = ExchangeProcess.devCluster("standby", "--no-demo", "--gateways", "2", "--standby")) {
            exchange.up();
            first = exchange.client(exchange.credentials().path("alice"));
            second = first.at("http://127.0.0.1:" + (exchange.httpPort() + 1));
            placeThroughBoth(exchange);

            for (final String role : List.of("persistence", "market-data", "persistence-2", "market-data-2")) {
                exchange.command("kill", role).ok();
                placeThroughBoth(exchange);
                exchange.command("start", role).ok();
            }
            exchange.command("kill", "gateway").ok();
            place(second);
            exchange.command("start", "gateway").ok();
            exchange.awaitReady();
            awaitStored(exchange);
            assertNotEquals(0, exchange.command("kill", "nobody").exitCode());

            assertStoredOnce(exchange);
            assertStatus(exchange);
            assertRepair(exchange);
            assertNothingIsOpenBeyondThisHost(exchange);
            assertKeysAreNowhere(exchange);
            exchange.command("shutdown").ok();
            exchange.up();
            assertStoredOnce(exchange);
            exchange.down();
        }
    }

    private void placeThroughBoth(final ExchangeProcess exchange) {
        place(first);
        place(second);
        awaitStored(exchange);
    }

    private void place(final RestClient client) {
        placed++;
        client.post("/api/v1/order", Map.of("market", MARKET, "side", "BUY", "price", PRICE, "quantity", "0.1",
            "client_order_id", "order-" + placed)).ok();
    }

    /** Both consumers have come to the newest event, and it is the one of the newest order or later. */
    private void awaitStored(final ExchangeProcess exchange) {
        Await.until(placed + " orders in PostgreSQL and in the book", PATIENCE, () ->
            storedOrders(exchange) == placed && lotsInBook(exchange) == placed);
    }

    private void assertStoredOnce(final ExchangeProcess exchange) {
        awaitStored(exchange);
        assertEquals(placed, exchange.database().number("select count(distinct client_order_id) from orders"));
    }

    private static long storedOrders(final ExchangeProcess exchange) {
        return exchange.database().number("select count(*) from orders");
    }

    /** In tenths, as each order is one. */
    private static long lotsInBook(final ExchangeProcess exchange) {
        final JsonNode bids = RestClient.anonymous(exchange.url()).get("/api/v1/depth?symbol=" + MARKET).body().path("bids");
        return bids.size() == 1 ? Math.round(10 * Double.parseDouble(bids.get(0).get(1).asText())) : -bids.size();
    }

    private static void assertStatus(final ExchangeProcess exchange) throws JsonProcessingException {
        exchange.command("snapshot").ok();
        final JsonNode status = RestClient.JSON.readTree(exchange.command("status", "--json").ok().output());
        assertEquals(3, status.path("members").size());
        for (final JsonNode member : status.path("members")) {
            assertTrue(member.path("term").asLong(-1) >= 0, member::toString);
            assertTrue(member.path("snapshotPosition").asLong(-1) > 0, member::toString);
            assertTrue(member.path("commitPosition").asLong() >= member.path("snapshotPosition").asLong(), member::toString);
            assertEquals(0, member.path("refusals").asLong(-1), member::toString);
        }
        assertEquals(2, status.path("gateways").size());
        for (final JsonNode gateway : status.path("gateways")) {
            assertTrue(gateway.path("serving").asBoolean(), gateway::toString);
        }
        assertTrue(exchange.command("status").ok().output().contains("snapshot at"));
        Await.until("all members to show one state hash", PATIENCE, () -> members(exchange, "stateHash").size() == 1
            && members(exchange, "stateHashPosition").size() == 1 && !members(exchange, "stateHash").contains(""));
    }

    /** What the members show of something, each answer once. */
    private static Set<String> members(final ExchangeProcess exchange, final String field) {
        final Set<String> values = new HashSet<>();
        try {
            RestClient.JSON.readTree(exchange.command("status", "--json").output()).path("members")
                .forEach(member -> values.add(member.path(field).asText("")));
        } catch (final JsonProcessingException ex) {
            values.add(ex.toString());
        }
        return values;
    }

    /** A flipped bit in the log of a member that is down: it says so and ends, and one command brings it back. */
    private void assertRepair(final ExchangeProcess exchange) throws IOException {
        assertTrue(exchange.command("audit").ok().output().contains("verdict: EQUAL"));
        final CommandResult running = exchange.command("repair", "2");
        assertTrue(running.exitCode() == 1 && running.output().contains("member 2 runs"), running.output());
        exchange.command("kill", "2").ok();
        flipBit(exchange.data().resolve("member-2/archive"));
        exchange.command("start", "2").ok();
        Await.until("the end of member-2", PATIENCE, () -> exchange.process("member-2").isEmpty());
        final String log = Files.readString(exchange.data().resolve("log/member-2.log"));
        assertTrue(log.contains("is damaged; if the other members are healthy, ./bourse cluster repair N"), log);
        final CommandResult different = exchange.command("audit");
        assertTrue(different.exitCode() == 4 && different.output().contains("verdict: DIFFERENT"), different.output());

        exchange.command("kill", "1").ok();
        final CommandResult unsafe = exchange.command("repair", "2");
        assertTrue(unsafe.exitCode() == 1 && unsafe.output().contains("nothing was changed: "), unsafe.output());
        exchange.command("start", "1").ok();
        exchange.awaitReady();
        Await.until("members 0 and 1 to be in step", PATIENCE,
            () -> members(exchange, "role").equals(Set.of("LEADER", "FOLLOWER", "DOWN")));
        assertTrue(exchange.command("repair", "2").ok().output().contains("has copied everything and follows"));
        placeThroughBoth(exchange);
        assertTrue(exchange.command("audit").ok().output().contains("verdict: EQUAL"));
    }

    /** In the body of a frame of the Raft log, far from its end. */
    private static void flipBit(final Path archive) throws IOException {
        final RecordingFiles files = new RecordingFiles(archive.getParent());
        final RecordingFiles.Recording log = files.recordings().stream()
            .filter(each -> each.channel().contains("alias=log")).findFirst().orElseThrow();
        files.flipBit(log);
    }

    private static void assertNothingIsOpenBeyondThisHost(final ExchangeProcess exchange) throws IOException {
        final List<String> open = new ArrayList<>();
        for (final ProcessHandle process : exchange.processes().alive()) {
            OpenSockets.beyondLoopback(process.pid()).forEach(socket -> open.add(process.pid() + " " + socket));
        }
        assertEquals(List.of(), open, () -> String.join("\n", exchange.processes().descriptions()));
    }

    private static void assertKeysAreNowhere(final ExchangeProcess exchange) throws IOException {
        final List<Path> keyFiles = files(exchange.data().resolve("secrets")).stream()
            .filter(file -> file.getFileName().toString().matches("cluster-key|(gw|md|persist)-\\d-key")).toList();
        assertEquals(7, keyFiles.size(), keyFiles::toString);
        final List<String> texts = new ArrayList<>();
        for (final String folder : List.of("log", "conf", "run")) {
            for (final Path file : files(exchange.data().resolve(folder))) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        texts.add(Files.readString(exchange.data().resolve("run.json")));
        for (final ProcessHandle process : exchange.processes().alive()) {
            for (final String what : List.of("cmdline", "environ")) {
                texts.add(Files.readString(Path.of("/proc/" + process.pid(), what), StandardCharsets.ISO_8859_1));
            }
        }
        for (final Path keyFile : keyFiles) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
            final String line = Files.readString(keyFile).strip();
            final String key = line.substring(line.length() - 64);
            // Not a text that would show the key when the assertion fails.
            assertTrue(texts.stream().noneMatch(text -> text.contains(key)), () -> "the key in " + keyFile + " was told");
        }
    }

    private static List<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
