package io.bourse.deploy;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The data folder, for commands that look at an exchange rather than start one. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "bourse-data",
        description = "Data folder of the exchange. Default: ./${DEFAULT-VALUE}")
    private Path data;

    /** The folder, which must be one of ours. */
    DataFolder folder() {
        final DataFolder folder = DataFolder.at(data);
        folder.requireOurs();
        return folder;
    }
}
