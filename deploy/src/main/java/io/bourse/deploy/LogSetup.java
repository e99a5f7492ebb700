package io.bourse.deploy;

import java.nio.file.Path;

/** Where this process logs. */
final class LogSetup {
    private LogSetup() {
    }

    /** Into a folder, and nothing but errors on the console. To be called before anything logs. */
    static void toFolder(final Path folder) {
        System.setProperty(Bourse.LOG_FOLDER_PROPERTY, folder.toString());
        System.setProperty(Bourse.LOG_CONFIGURATION_PROPERTY, "bourse-up-logback.xml");
    }
}
