package io.bourse.system;

import io.bourse.system.Attempt.Outcome;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run: an exchange from nothing, traders, faults one after the other, and in the end every invariant. */
final class ChaosCampaign {
    /** What a run is asked for. */
    record Plan(
        long seed, int faults, int minutes, List<FaultKind> kinds, String profile, int leaderTimeoutMs, Load load,
        Path folder, Map<String, Path> patches, String commit) {
    }

    /** Who trades, how much, and how many orders are to be acknowledged for each fault. */
    record Load(
        int traders, int requestsPerSecond, int binaryTraders, int binaryRequestsPerSecond, int acknowledgedPerFault) {
    }

    /** Who led from a moment on; empty for nobody. */
    record Leadership(long sinceNs, String leader) {
    }

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** I14: what takes longer has not come back by itself; on a machine that is short of time, twice what the start took. */
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);
    private static final long SLOW_RECOVERY_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int FIRST_ACKNOWLEDGEMENTS = 100;
    private static final int HISTORY_LINES = 40;
    private static final Pattern CLIENT_ORDER_ID = Pattern.compile("\\bt\\d+-\\d+\\b");
    private static final Pattern ORDER_ID = Pattern.compile("orderId=(\\d+)");

    private final Plan plan;
    private final Consumer<String> out;
    private final Random random;
    private final long startNs = System.nanoTime();
    private final Instant startedAt = Instant.now();
    private final ChaosExchange exchange;
    private final Progress progress = new Progress();
    private final List<ChaosTrader> traders = new ArrayList<>();
    private final List<Thread> traderThreads = new ArrayList<>();
    private final List<MarketWatch> watches = new ArrayList<>();
    private final List<FaultRecord> faults = new ArrayList<>();
    private final List<Leadership> leaderships = new CopyOnWriteArrayList<>();
    private final Set<String> violations = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private BinarySessions sessions;
    private ChaosFaults injector;
    private ChaosInvariants invariants;
    private volatile boolean isWatchingLeader = true;
    /** When the traders began. */
    private long flowNs = startNs;
    private Duration wellWithin = WELL_WITHIN;
    private String lastAilment = "";

    ChaosCampaign(final Plan plan, final Consumer<String> out) {
        this.plan = plan;
        this.out = out;
        this.random = new Random(plan.seed());
        this.exchange = new ChaosExchange(plan.folder(), plan.profile(), plan.leaderTimeoutMs(), plan.patches(),
            plan.kinds().contains(FaultKind.POWER_LOSS));
    }

    /** Runs; whatever happens, there is a report and nothing is left running. */
    ChaosReport run() {
        try {
            begin();
            try {
                injectAll();
            } finally {
                stopTraders();
            }
            end();
        } catch (final RuntimeException | AssertionError ex) {
            violate("the run broke off: " + ex + cause(ex));
        } finally {
            isWatchingLeader = false;
            watches.forEach(MarketWatch::stop);
            CloseHelper.quietClose(sessions);
            exchange.close();
        }
        final ChaosReport report = report();
        write(report);
        return report;
    }

    private void begin() {
        exchange.start();
        final Duration start = Duration.ofNanos(System.nanoTime() - startNs);
        wellWithin = start.multipliedBy(2).compareTo(WELL_WITHIN) > 0 ? start.multipliedBy(2) : WELL_WITHIN;
        notes.add("first start took " + start.toMillis() + " ms, " + wellWithin.toSeconds() + " s allowed after a fault");
        say("exchange serves, setting up " + plan.load().traders() + " traders and " + plan.load().binaryTraders() +
            " of the binary protocol");
        final RestClient operator = exchange.setUp();
        injector = new ChaosFaults(exchange, random);
        Thread.ofPlatform().daemon().name("leader-watch").start(this::watchLeader);
        flowNs = System.nanoTime();
        startTraders();
        for (final String gateway : ChaosExchange.GATEWAYS) {
            final MarketWatch watch = new MarketWatch(exchange.gatewayUrl(gateway));
            watches.add(watch);
            Thread.ofPlatform().daemon().name("watch-" + gateway).start(watch);
        }
        invariants = new ChaosInvariants(exchange, operator, traders, watches, notes);
        awaitAcknowledgements(FIRST_ACKNOWLEDGEMENTS);
        Await.until("readers of both gateways", PATIENCE, () -> watches.stream().allMatch(MarketWatch::isJoined));
        say("orders flow");
    }

    private void startTraders() {
        final Load load = plan.load();
        final List<RestClient> users = new ArrayList<>();
        for (int i = 0; i < load.traders() + load.binaryTraders(); i++) {
            users.add(RestClient.newUser(exchange.gatewayUrl("g1")));
        }
        final Map<String, Long> accounts = new HashMap<>();
        Await.until("the accounts of all traders in PostgreSQL", PATIENCE, () -> {
            accounts.putAll(exchange.database().accountsByUser());
            return users.stream().allMatch(user -> accounts.containsKey(user.userId()));
        });
        final int instrumentId = exchange.database().markets().keySet().stream().min(Integer::compare).orElseThrow();
        sessions = exchange.sessions();
        for (final RestClient user : users) {
            user.post("/api/v1/user/deposit", Map.of(
                "asset", "SOL", "quantity", "50000", "idempotency_key", "sol-" + user.userId())).ok();
            user.post("/api/v1/user/deposit", Map.of(
                "asset", "USDC", "quantity", "5000000", "idempotency_key", "usdc-" + user.userId())).ok();
            final String name = "t" + traders.size();
            final long accountId = accounts.get(user.userId());
            final long seed = plan.seed() + traders.size();
            traders.add(traders.size() < load.traders() ?
                new Trader(ChaosExchange.GATEWAYS.stream().map(gateway -> user.at(exchange.gatewayUrl(gateway))).toList(), name,
                    accountId, seed, Math.max(1, load.requestsPerSecond() / load.traders()), progress) :
                new BinaryTrader(sessions.open(), user, name, accountId, instrumentId, seed,
                    Math.max(1, load.binaryRequestsPerSecond() / load.binaryTraders()), progress));
        }
        traders.forEach(trader ->
            traderThreads.add(Thread.ofPlatform().daemon().name("trader-" + traderThreads.size()).start(trader)));
    }

    private void injectAll() {
        final long deadlineNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(plan.minutes());
        final List<FaultKind> deck = new ArrayList<>();
        while (faults.size() < plan.faults() && System.nanoTime() - deadlineNs < 0) {
            if (deck.isEmpty()) {
                deck.addAll(plan.kinds());
                Collections.shuffle(deck, random);
            }
            final FaultKind kind = deck.removeLast();
            awaitAcknowledgements(plan.load().acknowledgedPerFault());
            if (!injectOne(kind)) {
                return;
            }
        }
    }

    /** Returns false when the exchange does not become well again: then nothing more can be learned from it. */
    private boolean injectOne(final FaultKind kind) {
        final long beganNs = System.nanoTime();
        final ChaosFaults.Injected injected = injector.inject(kind);
        if (injected.holdMs() > 0) {
            Await.pause(TimeUnit.MILLISECONDS.toNanos(injected.holdMs()));
        }
        final long healingNs = injected.holdMs() > 0 ? System.nanoTime() : beganNs;
        injected.healing().run();
        final FaultRecord.ColdStart coldStart = kind.isColdStart() ? awaitColdStart(beganNs) : null;
        final long acknowledged = progress.acknowledgements();
        final String[] ailment = {""};
        boolean isWell = true;
        try {
            Await.until("everything to be well", wellWithin, () -> {
                ailment[0] = "no answer";
                ailment[0] = exchange.ailment();
                noteAilment(ailment[0], healingNs);
                return ailment[0].isEmpty() && progress.acknowledgements() > acknowledged + 5;
            });
        } catch (final AssertionError late) {
            isWell = false;
        }
        final long wellNs = System.nanoTime();
        // What heals may take its time to be felt.
        Await.pause(TimeUnit.MILLISECONDS.toNanos(500L + random.nextInt(1000)));
        final long endNs = System.nanoTime();
        final boolean isUndone = injected.holdMs() > 0;
        final FaultRecord fault = new FaultRecord(faults.size() + 1, kind, injected.text(), beganNs, healingNs, wellNs,
            ms(progress.longestGapNs(beganNs, isUndone ? healingNs : endNs)),
            isUndone ? ms(progress.longestGapNs(healingNs, endNs)) : 0,
            ms(progress.lastServedAgainNs(beganNs, endNs, traders.size())), coldStart);
        faults.add(fault);
        say(String.format("%3d %-20s %-70s gap %6d ms%s, well after %6d ms%s", fault.number(), kind.text(), fault.text(),
            fault.gapMs(), isUndone ? String.format(", healing %6d ms", fault.healGapMs()) : "", fault.wellAfterMs(),
            coldStart == null ? "" : ", leader " + coldStart.leaderMs() + " ms after the last start, gateways " +
                coldStart.gatewaysMs() + " ms later"));
        if (!isWell) {
            violate("I14 not well " + wellWithin.toSeconds() + " s after fault " + fault.number() + " " + kind.text() + " " +
                fault.text() + ": " + (ailment[0].isEmpty() ? "no orders are acknowledged" : ailment[0]));
            return false;
        }
        invariants.quick().forEach(this::violate);
        injector.violations().forEach(this::violate);
        return true;
    }

    /** So that a report says what a slow recovery waited for. */
    private void noteAilment(final String ailment, final long sinceNs) {
        final String kind = ailment.replaceAll("[0-9]{2,}", "N");
        if (!kind.equals(lastAilment) && System.nanoTime() - sinceNs > SLOW_RECOVERY_NS) {
            notes.add(String.format("fault %d, %.1f s after it was undone: %s", faults.size() + 1,
                (System.nanoTime() - sinceNs) / 1e9, ailment.isEmpty() ? "well" : ailment));
        }
        lastAilment = kind;
    }

    /** Null when it does not come; what is wrong is found afterwards. */
    private FaultRecord.ColdStart awaitColdStart(final long beganNs) {
        try {
            Await.until("all members started again", wellWithin, () -> ChaosExchange.MEMBERS.stream().allMatch(
                member -> exchange.process(member).startedNs() - beganNs > 0));
            final long startedNs = ChaosExchange.MEMBERS.stream().mapToLong(
                member -> exchange.process(member).startedNs()).max().orElseThrow();
            Await.until("a leader", wellWithin, () -> exchange.leader().isPresent());
            final long leaderNs = System.nanoTime();
            Await.until("all gateways", wellWithin, () -> ChaosExchange.GATEWAYS.stream().allMatch(exchange::isServing));
            return new FaultRecord.ColdStart(ms(leaderNs - startedNs), ms(System.nanoTime() - leaderNs));
        } catch (final AssertionError late) {
            return null;
        }
    }

    private void end() {
        say("traders have stopped; checking everything");
        exchange.network().heal();
        if (violations.stream().anyMatch(violation -> violation.startsWith("I14"))) {
            return;
        }
        Await.until("everything to be well", PATIENCE, () -> exchange.ailment().isEmpty());
        invariants.quick().forEach(this::violate);
        invariants.atRest().forEach(this::violate);
        final long position = invariants.snapshot();
        notes.add("snapshots of all members at log position " + position);
        watches.forEach(MarketWatch::stop);
        CloseHelper.quietClose(sessions);
        exchange.stop().forEach(late -> violate("I16 " + late + " did not stop within 20 s"));
        invariants.ofMembersAtRest().forEach(this::violate);
        invariants.leaks().forEach(this::violate);
        LogLines.unexpected(plan.folder().resolve("log"),
            faults.stream().map(FaultRecord::kind).collect(Collectors.toSet())).forEach(line -> violate("I15 " + line));
    }

    private void stopTraders() {
        traders.forEach(ChaosTrader::stop);
        for (final Thread thread : traderThreads) {
            try {
                thread.join(40_000);
                if (thread.isAlive()) {
                    violate("I14 " + thread.getName() + " waits for an answer in vain");
                }
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitAcknowledgements(final int more) {
        final long goal = progress.acknowledgements() + more;
        Await.until(goal + " acknowledged orders", PATIENCE, () -> progress.acknowledgements() >= goal);
    }

    private void watchLeader() {
        String last = "";
        while (isWatchingLeader) {
            final String leader = exchange.leader().orElse("");
            if (!leader.equals(last)) {
                last = leader;
                leaderships.add(new Leadership(System.nanoTime(), leader));
            }
            Await.pause(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private ChaosReport report() {
        final List<Attempt> orders = attempts();
        final Map<Outcome, Long> counts = new HashMap<>();
        orders.forEach(order -> counts.merge(order.outcome(), 1L, Long::sum));
        final long acknowledged = counts.getOrDefault(Outcome.ACKNOWLEDGED, 0L);
        if (faults.size() < plan.faults()) {
            violate("only " + faults.size() + " of " + plan.faults() + " faults were injected");
        }
        if (acknowledged < (long) plan.load().acknowledgedPerFault() * plan.faults()) {
            violate("only " + acknowledged + " orders were acknowledged: the run says nothing");
        }
        final long cancels = traders.stream().flatMap(trader -> trader.cancels().stream())
            .filter(cancel -> cancel.outcome() == Outcome.ACKNOWLEDGED).count();
        final long trades = watches.stream().mapToLong(watch -> watch.trades().size()).max().orElse(0);
        for (final ChaosProcess process : exchange.all()) {
            notes.add(process.name() + " was started " + process.startCount() + " times");
        }
        return new ChaosReport(plan.seed(), plan.commit(), plan.profile(), plan.leaderTimeoutMs(), startedAt.toString(),
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs), loadAverage(), List.copyOf(faults), orders.size(),
            acknowledged, counts.getOrDefault(Outcome.REJECTED, 0L), counts.getOrDefault(Outcome.UNKNOWN, 0L), cancels, trades,
            progress.latencyMs(0.5), progress.latencyMs(0.99), List.copyOf(violations), List.copyOf(notes));
    }

    private void write(final ChaosReport report) {
        try {
            Files.writeString(plan.folder().resolve("report.json"), report.toJson().toPrettyString() + "\n");
            Files.writeString(plan.folder().resolve("timeline.html"),
                TimelinePage.of(report, progress, leaderships, flowNs));
            Files.write(plan.folder().resolve("history.jsonl"),
                attempts().stream().map(attempt -> ChaosHistory.json(attempt, startNs)).toList());
            if (!violations.isEmpty()) {
                keepMembers();
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The members' disks end with their namespace: of a failed run they are kept. */
    private void keepMembers() {
        for (final String member : ChaosExchange.MEMBERS) {
            final Shell.Result copied = Shell.attempt("cp", "-r", "--sparse=always",
                exchange.memberFolder(member).toString(), plan.folder().resolve("kept-" + member).toString());
            if (copied.exitCode() != 0) {
                say("cannot keep " + member + ": " + copied.output());
            }
        }
    }

    /** What is known about the orders that a violation speaks of, with the faults of that time. */
    List<String> shortestHistory(final String violation) {
        final Set<String> named = new LinkedHashSet<>();
        final Matcher ids = CLIENT_ORDER_ID.matcher(violation);
        while (ids.find()) {
            named.add(ids.group());
        }
        final Matcher numbers = ORDER_ID.matcher(violation);
        while (numbers.find()) {
            attempts().stream().filter(attempt -> attempt.orderId() == Long.parseLong(numbers.group(1)))
                .forEach(attempt -> named.add(attempt.clientOrderId()));
        }
        final List<Attempt> about =
            attempts().stream().filter(attempt -> named.contains(attempt.clientOrderId())).limit(HISTORY_LINES).toList();
        return ChaosHistory.lines(about, faults, startNs);
    }

    private List<Attempt> attempts() {
        final List<Attempt> attempts = new ArrayList<>();
        traders.forEach(trader -> attempts.addAll(List.copyOf(trader.orders())));
        return attempts;
    }

    private void violate(final String violation) {
        if (violations.add(violation)) {
            say("VIOLATION " + violation);
        }
    }

    private void say(final String text) {
        out.accept(String.format("%7.1f s  %s", (System.nanoTime() - startNs) / 1e9, text));
    }

    private static long ms(final long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }

    private static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).trim();
        } catch (final IOException ex) {
            return "unknown";
        }
    }

    private static String cause(final Throwable thrown) {
        final StringBuilder text = new StringBuilder();
        for (final StackTraceElement element : thrown.getStackTrace()) {
            if (element.getClassName().startsWith("io.bourse")) {
                text.append(" at ").append(element);
            }
        }
        return Optional.ofNullable(thrown.getCause()).map(cause -> " because of " + cause).orElse("") + text;
    }
}
