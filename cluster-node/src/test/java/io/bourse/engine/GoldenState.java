package io.bourse.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A state with every kind of record, of the commands in snapshots/golden.txt. */
public final class GoldenState {
    private static final Path COMMANDS = Path.of("src/test/resources/snapshots/golden.txt");

    private GoldenState() {
    }

    /** An engine that has executed the commands. */
    public static Engine engine() throws IOException {
        final ScenarioDriver driver = new ScenarioDriver();
        Files.readString(COMMANDS).lines().filter(line -> !line.startsWith("#")).forEach(driver::execute);
        return driver.engine;
    }

    /** An engine without any state, with the same limits. */
    public static Engine emptyEngine() {
        return new Engine(EngineLimits.defaults(), new SilentListener());
    }
}
