package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A switch with a host for every process, inside the namespaces that {@code ./bourse chaos} has made: the addresses, of the
 * range that RFC 2544 sets aside for tests, exist nowhere else, and all of it ends with the last process inside. Traffic
 * between hosts, and between them and the clients in this process, passes the bridge, where rules of nftables drop it.
 */
final class ChaosNetwork {
    /** Address of this process, the clients' one, on the bridge. */
    static final String CLIENT_ADDRESS = "198.18.0.100";

    private static final String TABLE = "bridge chaos";
    private static final String BETWEEN = "forward";
    private static final String TO_CLIENTS = "input";
    private static final String FROM_CLIENTS = "output";
    private static final List<String> HOOKS = List.of(BETWEEN, TO_CLIENTS, FROM_CLIENTS);
    private static final boolean HAS_RULES = Shell.attempt("/bin/sh", "-c", "command -v nft").exitCode() == 0;
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final List<String> doubledPorts = new ArrayList<>();

    /** The bridge, without hosts yet. */
    ChaosNetwork() {
        requireOwnNamespaces();
        mountOver(NAMESPACES);
        mountOver(Path.of("/dev/shm"));
        Shell.line("ip link set lo up");
        Shell.line("ip link add br0 type bridge");
        Shell.line("ip link set br0 up");
        Shell.line("ip addr add " + CLIENT_ADDRESS + "/24 dev br0");
        if (hasRules()) {
            Shell.line("nft add table " + TABLE);
            for (final String hook : HOOKS) {
                Shell.run("nft", "add chain " + TABLE + " " + hook + " { type filter hook " + hook +
                    " priority 0; policy accept; }");
            }
        }
    }

    /** Whether packets can be dropped and doubled here. */
    static boolean hasRules() {
        return HAS_RULES;
    }

    /** Adds a host. */
    void add(final String host, final String address) {
        addresses.put(host, address);
        Shell.line("ip netns add " + host);
        Shell.line("ip link add " + port(host) + " type veth peer name eth0 netns " + host);
        Shell.line("ip link set " + port(host) + " master br0 up");
        Shell.line("ip -n " + host + " addr add " + address + "/24 dev eth0");
        Shell.line("ip -n " + host + " link set eth0 up");
        Shell.line("ip -n " + host + " link set lo up");
    }

    String address(final String host) {
        return addresses.get(host);
    }

    /** What a command must begin with to run on a host: the process itself, not a child, in the same mounts as ours. */
    static List<String> prefix(final String host) {
        return List.of("nsenter", "--net=" + NAMESPACES.resolve(host));
    }

    /** Nothing comes or goes. */
    void isolate(final String host) {
        mute(host);
        deafen(host);
    }

    /** Nothing goes from one to the other; the way back is open. */
    void cut(final String from, final String to) {
        rule(BETWEEN, "iifname \"" + port(from) + "\" oifname \"" + port(to) + "\" drop");
    }

    /** Nothing leaves a host, and everything reaches it. */
    void mute(final String host) {
        rule(BETWEEN, "iifname \"" + port(host) + "\" drop");
        rule(TO_CLIENTS, "iifname \"" + port(host) + "\" drop");
    }

    /** Nothing reaches a host, and everything leaves it. */
    void deafen(final String host) {
        rule(BETWEEN, "oifname \"" + port(host) + "\" drop");
        rule(FROM_CLIENTS, "oifname \"" + port(host) + "\" drop");
    }

    /** So many of a hundred packets between any two hosts are lost. */
    void lose(final int percent) {
        HOOKS.forEach(hook -> rule(hook, "meta l4proto udp numgen random mod 100 < " + percent + " drop"));
    }

    /** So many of a hundred packets between these hosts arrive twice. */
    void duplicate(final List<String> hosts, final int percent) {
        Shell.line("nft add table netdev chaos");
        for (final String from : hosts) {
            Shell.run("nft", "add chain netdev chaos " + from + " { type filter hook ingress device \"" + port(from) +
                "\" priority 0; policy accept; }");
            for (final String to : hosts) {
                if (!to.equals(from)) {
                    Shell.run("nft", "add rule netdev chaos " + from + " ip daddr " + address(to) +
                        " numgen random mod 100 < " + percent + " dup to \"" + port(to) + "\"");
                }
            }
        }
        doubledPorts.addAll(hosts);
    }

    void link(final String host, final boolean isUp) {
        Shell.line("ip link set " + port(host) + " " + (isUp ? "up" : "down"));
    }

    /** Everything flows again. */
    void heal() {
        if (hasRules()) {
            HOOKS.forEach(hook -> Shell.line("nft flush chain " + TABLE + " " + hook));
        }
        if (!doubledPorts.isEmpty()) {
            Shell.line("nft delete table netdev chaos");
            doubledPorts.clear();
        }
        addresses.keySet().forEach(host -> link(host, true));
    }

    private static void rule(final String hook, final String rule) {
        Shell.run("nft", "add rule " + TABLE + " " + hook + " " + rule);
    }

    private static String port(final String host) {
        return "p-" + host;
    }

    private static void mountOver(final Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        Shell.line("mount -t tmpfs chaos " + folder);
    }

    /** What is mounted and linked here must never happen in the namespaces of the machine. */
    static void requireOwnNamespaces() {
        for (final String kind : List.of("net", "mnt", "pid")) {
            final String outer = System.getenv("BOURSE_CHAOS_OUTER_" + kind.toUpperCase(java.util.Locale.ROOT));
            try {
                if (outer == null || outer.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).toString())) {
                    throw new IllegalStateException("not in a " + kind + " namespace of its own: run ./bourse chaos");
                }
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
