package io.bourse.deploy;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Options of every command that starts an exchange. */
final class ExchangeOptions {
    private static final int DEFAULT_MEMBERS = 3;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "bourse-data",
        description = "Folder in which everything is kept. Default: ./${DEFAULT-VALUE}")
    private Path data;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "8080",
        description = "TCP port of REST and WebSocket on 127.0.0.1. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(names = "--members", paramLabel = "1|3|5", defaultValue = "0",
        description = "Members of the cluster, fixed when the data folder is made. Default: 3, or what the folder has")
    private int members;

    @Option(names = "--cluster-port-base", paramLabel = "PORT", defaultValue = "0",
        description = "First of 100 UDP ports per member on 127.0.0.1. Default: the first free block from 9000")
    private int clusterPortBase;

    @Option(names = "--reset",
        description = "Remove what the data folder holds first, if it is one of Bourse's. Says what it removes.")
    private boolean reset;

    @Option(names = "--no-demo",
        description = "Without the liquidity bot; markets, operator and demo users are made all the same.")
    private boolean noDemo;

    DataFolder folder() {
        return DataFolder.at(data);
    }

    int httpPort() {
        return httpPort;
    }

    int clusterPortBase() {
        return clusterPortBase;
    }

    boolean demoBot() {
        return !noDemo;
    }

    boolean isReset() {
        return reset;
    }

    /** Checks what can be checked without touching anything. */
    void requireSane() {
        if (members != 0 && members != 1 && members != 3 && members != 5) {
            throw new StartupException("--members must be 1, 3 or 5, not " + members);
        }
        if (httpPort < 1 || httpPort > 65_535) {
            throw new StartupException("--http-port must be 1 to 65535, not " + httpPort);
        }
        if (clusterPortBase != 0 && (clusterPortBase < 1024 || clusterPortBase > 65_000)) {
            throw new StartupException("--cluster-port-base must be 1024 to 65000, not " + clusterPortBase);
        }
    }

    /** As asked for; else what the folder holds; else three. */
    int membersFor(final DataFolder folder) {
        return members != 0 ? members : folder.members().orElse(DEFAULT_MEMBERS);
    }

    /** Every choice made; the cluster's ports are free now. */
    Settings settings(final DataFolder folder) {
        final int count = membersFor(folder);
        return new Settings(folder, count, httpPort, Ports.clusterPortBase(clusterPortBase, count), !noDemo);
    }
}
