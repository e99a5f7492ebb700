package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 */
record Settings(DataFolder folder, int members, int httpPort, int clusterPortBase, boolean demoBot) {
    /** Everything of this launcher is on this machine. */
    static final String HOST = "127.0.0.1";

    /** Hosts of the members, by member id. */
    List<String> clusterHosts() {
        return Collections.nCopies(members, HOST);
    }

    /** Where the gateway answers. */
    String httpUrl() {
        return "http://" + HOST + ":" + httpPort;
    }

    /** Keeps what must not change while some of the processes run, for {@link #ofRunningCluster}. */
    void remember() {
        try {
            DataFolder.writeAtomically(file(folder), members + "\n" + httpPort + "\n" + clusterPortBase + "\n" + demoBot + "\n",
                "rw-r--r--");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + file(folder) + ": " + e, e);
        }
    }

    /** The settings with which the processes of a local cluster run. */
    static Settings ofRunningCluster(final DataFolder folder) {
        try {
            final List<String> lines = Files.readAllLines(file(folder));
            return new Settings(folder, Integer.parseInt(lines.get(0)), Integer.parseInt(lines.get(1)),
                Integer.parseInt(lines.get(2)), Boolean.parseBoolean(lines.get(3)));
        } catch (final IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new StartupException("cannot read " + file(folder) + ": " + e
                + "; stop what runs with ./bourse cluster down --data " + folder.root(), e);
        }
    }

    private static Path file(final DataFolder folder) {
        return folder.run().resolve("cluster-settings");
    }
}
