package io.bourse.deploy;

import io.aeron.cluster.service.Cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An exchange on this machine with a process for every member and every role. */
final class LocalCluster {
    /** Process with PostgreSQL, Redis and the demonstration. */
    static final String INFRA = "infra";

    private static final long SERVERS_TIMEOUT_MS = 90_000;
    private static final long READY_TIMEOUT_MS = 180_000;
    private static final long STOP_TIMEOUT_MS = 15_000;
    private static final long KILL_TIMEOUT_MS = 5_000;
    private static final List<String> LIGHT_JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m",
        "-Dlogback.configurationFile=bourse-role-logback.xml");
    /** The two million open orders that the engine's limits allow take 1.7 GiB at worst; taken is what is needed. */
    private static final List<String> MEMBER_JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx3g",
        "-Dlogback.configurationFile=bourse-role-logback.xml");

    private final DataFolder folder;
    private final Progress progress;

    LocalCluster(final DataFolder folder, final Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Starts what does not run, and returns when everything serves. */
    void up(final Settings settings) {
        startInfra(settings);
        final ServerAddresses servers = Servers.former(folder).orElseThrow();
        final List<RoleConfiguration> missing = new ArrayList<>();
        IntStream.range(0, settings.members()).forEach(i -> missing.add(RoleConfiguration.member(settings, i)));
        for (int number = 1; number <= settings.consumersEach(); number++) {
            missing.add(RoleConfiguration.persistence(settings, number, servers, null));
            missing.add(RoleConfiguration.marketData(settings, number, servers, null));
        }
        for (int number = 1; number <= settings.gateways(); number++) {
            missing.add(RoleConfiguration.gateway(settings, number, servers, null));
        }
        missing.removeIf(role -> role(role.name()).process().isPresent());
        missing.forEach(this::start);
        final boolean isReady = Processes.await(
            () -> isReady(settings) || firstDead(settings).isPresent(), READY_TIMEOUT_MS);
        firstDead(settings).ifPresent(dead -> {
            throw new StartupException(dead.name() + " ended; its last words: " + LastLines.of(dead.logFile(), 5)
                + " (all in " + dead.logFile() + ")");
        });
        if (!isReady) {
            throw new StartupException("not ready after " + READY_TIMEOUT_MS / 1000 + " s; the gateway says: "
                + HealthCheck.of(settings.httpUrl()).text() + "; see " + folder.log());
        }
        progress.step("ready: " + String.join(", ",
            IntStream.rangeClosed(1, settings.gateways()).mapToObj(settings::httpUrl).toList()));
    }

    private boolean isReady(final Settings settings) {
        return RunFile.read(folder).isPresent() && IntStream.rangeClosed(2, settings.gateways())
            .allMatch(number -> HealthCheck.of(settings.httpUrl(number)).isServing());
    }

    /**
     * Starts a process that is dead, from the argument file of its last start.
     *
     * @param which a member's number, or the name of a process such as {@code gateway-2}
     */
    void startOne(final String which) {
        final RoleProcess role = role(nameOf(which));
        final Path file = folder.conf().resolve(role.name() + ".conf");
        role.process().ifPresent(process -> {
            throw new StartupException(role.name() + " runs already, as process " + process.pid());
        });
        final ProcessHandle process =
            role.start(jvmOptions(role.name()), RoleConfiguration.mainClassOf(file), List.of("@" + file));
        progress.step(role.name() + " runs as process " + process.pid());
    }

    /**
     * Kills a process as a power cut would.
     *
     * @param which a member's number, or the name of a process such as {@code gateway-2}
     */
    void killOne(final String which) {
        final RoleProcess role = role(nameOf(which));
        final ProcessHandle process =
            role.process().orElseThrow(() -> new StartupException(role.name() + " does not run"));
        Processes.signal(process, "KILL");
        Processes.await(() -> !Processes.isAlive(process), KILL_TIMEOUT_MS);
        progress.step("killed " + role.name() + ", process " + process.pid() + "; ./bourse cluster start " + which + " --data "
            + folder.root() + " brings it back");
    }

    /** Stops a process in the orderly way. */
    void stopOne(final String name) {
        stop(role(name));
    }

    private String nameOf(final String which) {
        final String name = which.matches("\\d+") ? "member-" + which : which;
        if (!name.matches("[a-z]+(-[a-z]+)?(-\\d+)?") || !Files.exists(folder.conf().resolve(name + ".conf"))) {
            throw new StartupException("there is no " + name + " in " + folder.root() + "; say the number of a member, or a "
                + "name from ./bourse cluster status");
        }
        return name;
    }

    /** Kills the leader's process as a power cut would, and waits for the next leader and for the gateway. */
    void killLeader() {
        final int leader = leader().orElseThrow(
            () -> new StartupException("there is no leader now; see ./bourse cluster status"));
        final ProcessHandle process = role("member-" + leader).process().orElseThrow();
        Processes.signal(process, "KILL");
        final long killedMs = progress.elapsedMs();
        progress.step("killed member " + leader + ", the leader, process " + process.pid());
        final boolean isElected = Processes.await(() -> leader().filter(next -> next != leader).isPresent(), 30_000);
        if (!isElected) {
            throw new StartupException(
                "no new leader after 30 s: a majority of the members must run; see ./bourse cluster status");
        }
        progress.step("member " + leader().orElseThrow() + " leads, " + (progress.elapsedMs() - killedMs) + " ms after the kill");
        RunFile.read(folder).ifPresent(run -> {
            final String url = run.path("httpUrl").asText();
            final boolean isServing = Processes.await(() -> HealthCheck.of(url).isServing(), 30_000);
            progress.step(isServing ? "the gateway serves, " + (progress.elapsedMs() - killedMs) + " ms after the kill"
                : "the gateway does not serve yet: " + HealthCheck.of(url).text());
        });
        progress.say("./bourse cluster start " + leader + " --data " + folder.root() + " brings the member back.");
    }

    /** The member that leads, as the members' own counters say; a dead one's are not believed. */
    Optional<Integer> leader() {
        return IntStream.range(0, folder.members().orElse(0)).boxed()
            .filter(i -> role("member-" + i).process().isPresent())
            .filter(i -> MemberCounters.read(folder.aeron("member-" + i))
                .filter(member -> member.role() == Cluster.Role.LEADER).isPresent())
            .findFirst();
    }

    /** Stops everything, in the reverse of the order in which one part needs another. */
    void down() {
        final List<String> order = new ArrayList<>(RoleProcess.all(folder).stream().map(RoleProcess::name).toList());
        order.sort(Comparator.comparingInt(LocalCluster::placeInStop).thenComparing(Comparator.naturalOrder()));
        boolean any = false;
        for (final String name : order) {
            any |= stop(role(name));
        }
        any |= Servers.endOrphans(folder);
        RunFile.delete(folder);
        folder.removeAeron();
        progress.say(any ? "everything stopped" : "nothing runs on " + folder.root());
    }

    private static int placeInStop(final String name) {
        return name.startsWith(RoleConfiguration.GATEWAY) ? 0 : name.equals(INFRA) ? 3 : name.startsWith("member-") ? 2 : 1;
    }

    RoleProcess role(final String name) {
        return new RoleProcess(folder, name);
    }

    private void startInfra(final Settings settings) {
        if (role(INFRA).process().isPresent()) {
            return;
        }
        Servers.endOrphans(folder);
        RunFile.delete(folder);
        final List<String> arguments = new ArrayList<>(List.of("--data", folder.root().toString(),
            "--http-port", Integer.toString(settings.httpPort()), "--members", Integer.toString(settings.members()),
            "--cluster-port-base", Integer.toString(settings.clusterPortBase()), "--profile",
            RoleConfiguration.text(settings.profile())));
        if (!settings.demoBot()) {
            arguments.add("--no-demo");
        }
        final ProcessHandle process = role(INFRA).start(LIGHT_JVM, Infra.class.getName(), arguments);
        final boolean areUp = Processes.await(() -> !process.isAlive() || Servers.areRunning(folder), SERVERS_TIMEOUT_MS);
        if (!areUp || !process.isAlive()) {
            throw new StartupException("PostgreSQL and Redis did not start; last words: "
                + LastLines.of(role(INFRA).logFile(), 5) + " (all in " + role(INFRA).logFile() + ")");
        }
        progress.step("PostgreSQL and Redis run, process " + process.pid());
    }

    private void start(final RoleConfiguration role) {
        final Path file = role.write(folder);
        final ProcessHandle process = role(role.name()).start(jvmOptions(role.name()), role.mainClass(), List.of("@" + file));
        progress.step(role.name() + " runs as process " + process.pid());
    }

    private static List<String> jvmOptions(final String name) {
        return name.startsWith("member-") ? MEMBER_JVM : LIGHT_JVM;
    }

    private Optional<RoleProcess> firstDead(final Settings settings) {
        final List<String> names = new ArrayList<>(List.of(INFRA));
        for (int number = 1; number <= settings.consumersEach(); number++) {
            names.add(RoleConfiguration.name(RoleConfiguration.PERSISTENCE, number));
            names.add(RoleConfiguration.name(RoleConfiguration.MARKET_DATA, number));
        }
        IntStream.rangeClosed(1, settings.gateways())
            .forEach(number -> names.add(RoleConfiguration.name(RoleConfiguration.GATEWAY, number)));
        IntStream.range(0, settings.members()).forEach(i -> names.add("member-" + i));
        return names.stream().map(this::role).filter(role -> role.process().isEmpty()).findFirst();
    }

    private boolean stop(final RoleProcess role) {
        final Optional<ProcessHandle> process = role.process();
        process.ifPresent(running -> {
            final boolean isClean = Processes.end(running, "TERM", STOP_TIMEOUT_MS);
            progress.step(role.name() + (isClean ? " stopped" : " killed, since it did not stop within "
                + STOP_TIMEOUT_MS / 1000 + " s"));
        });
        role.pidFile().delete();
        return process.isPresent();
    }
}
