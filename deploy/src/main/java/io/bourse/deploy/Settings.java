package io.bourse.deploy;

import io.bourse.wire.Profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a start was asked for, every choice made.
 *
 * @param folder          where everything is kept
 * @param members         of the cluster
 * @param httpPort        of the gateway
 * @param clusterPortBase first UDP port of the cluster
 * @param demoBot         whether the liquidity bot trades
 * @param gateways        how many; each has the HTTP port after the one before it
 * @param hasStandby      whether there are two of market-data and of persistence
 * @param profile         of every process
 * @param memberOptions   what each member is told beside that, an argument each
 */
record Settings(
    DataFolder folder, int members, int httpPort, int clusterPortBase, boolean demoBot, int gateways, boolean hasStandby,
    Profile profile, List<String> memberOptions) {
    /** Everything of this launcher is on this machine. */
    static final String HOST = "127.0.0.1";

    Settings {
        memberOptions = List.copyOf(memberOptions);
    }

    /** To try it out: one gateway, one of each other role, nearly no load while idle. */
    Settings(
        final DataFolder folder, final int members, final int httpPort, final int clusterPortBase, final boolean demoBot) {
        this(folder, members, httpPort, clusterPortBase, demoBot, 1, false, Profile.DEV, List.of());
    }

    /** The same with several gateways, with a second of each consumer, with another profile, or with options for the members. */
    Settings with(final int gatewayCount, final boolean standby, final Profile other, final List<String> options) {
        return new Settings(folder, members, httpPort, clusterPortBase, demoBot, gatewayCount, standby, other, options);
    }

    /** Hosts of the members, by member id. */
    List<String> clusterHosts() {
        return Collections.nCopies(members, HOST);
    }

    /** HTTP port of a gateway, from 1. */
    int httpPort(final int gateway) {
        return httpPort + gateway - 1;
    }

    /** Where a gateway answers. */
    String httpUrl(final int gateway) {
        return "http://" + HOST + ":" + httpPort(gateway);
    }

    /** Where the first gateway answers. */
    String httpUrl() {
        return httpUrl(1);
    }

    /** Processes of market-data, and of persistence. */
    int consumersEach() {
        return hasStandby ? 2 : 1;
    }

    /** Keeps what must not change while some of the processes run, for {@link #ofRunningCluster}. */
    void remember() {
        try {
            final List<String> lines = new ArrayList<>();
            for (final Object each : List.of(members, httpPort, clusterPortBase, demoBot, gateways, hasStandby, profile)) {
                lines.add(each.toString());
            }
            lines.addAll(memberOptions);
            DataFolder.writeAtomically(file(folder), String.join("\n", lines) + "\n", "rw-r--r--");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + file(folder) + ": " + e, e);
        }
    }

    /** The settings with which the processes of a local cluster run. */
    static Settings ofRunningCluster(final DataFolder folder) {
        try {
            final List<String> lines = Files.readAllLines(file(folder));
            return new Settings(folder, Integer.parseInt(lines.get(0)), Integer.parseInt(lines.get(1)),
                Integer.parseInt(lines.get(2)), Boolean.parseBoolean(lines.get(3)), Integer.parseInt(lines.get(4)),
                Boolean.parseBoolean(lines.get(5)), Profile.valueOf(lines.get(6)), lines.subList(7, lines.size()));
        } catch (final IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new StartupException("cannot read " + file(folder) + ": " + e
                + "; stop what runs with ./bourse cluster down --data " + folder.root(), e);
        }
    }

    private static Path file(final DataFolder folder) {
        return folder.run().resolve("cluster-settings");
    }
}
