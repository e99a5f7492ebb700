package io.bourse.client;

import io.bourse.wire.ClusterOptions;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** What every process that speaks with the members is told: who it is, and which media driver it uses. */
public abstract class ClientOptions extends ClusterOptions {
    @Option(names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which the cluster knows this process, of a gateway gw-N, of market-data md-N, of "
            + "persistence persist-N; readable by its owner only.")
    private Path principalKeyFile;

    @Option(names = "--aeron-dir", paramLabel = "DIR",
        description = "Folder of a running media driver. Without it the process has one of its own.")
    private String aeronDir;

    /** File with the key by which the cluster knows this process. */
    public final Path principalKeyFile() {
        return principalKeyFile;
    }

    /** Folder of a running media driver; null for one of its own. */
    public final String aeronDir() {
        return aeronDir;
    }
}
