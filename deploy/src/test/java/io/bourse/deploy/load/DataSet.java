package io.bourse.deploy.load;

import java.nio.file.Files;
import java.nio.file.Path;

/** The order-flow data set for tests: beside the repository, or where -Dbourse.orderflow says. */
final class DataSet {
    private DataSet() {
    }

    static Path folder() {
        final String given = System.getProperty("bourse.orderflow");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared").resolve("orderflow");
    }
}
