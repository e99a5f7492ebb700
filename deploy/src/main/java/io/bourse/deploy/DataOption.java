package io.bourse.deploy;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;

/** The data folder, for commands that look at an exchange rather than start one. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "bourse-data",
        description = "Data folder of the exchange. Default: ./${DEFAULT-VALUE}")
    private Path data;

    /** The folder, which must be one of ours. */
    DataFolder folder() {
        final DataFolder folder = DataFolder.at(data);
        if (!Files.exists(folder.root())) {
            throw new StartupException("there is no exchange in " + folder.root()
                + "; ./bourse up --data DIR makes one, and the other commands take the same --data DIR");
        }
        folder.requireOurs();
        return folder;
    }
}
