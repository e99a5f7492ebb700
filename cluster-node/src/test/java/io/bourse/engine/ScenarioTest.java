package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of scenarios/ is a ledger: commands, a line of dashes, the exact list of events, an empty line, and so on.
 * {@code -Dscenarios.rewrite=true} writes what the engine does into the files, to be reviewed as a diff.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final String DASHES = "----";
    private static final int BLOCKS_MIN = 150;
    private static final Path RULES = Path.of("../docs/ENGINE.md");

    static Stream<Path> shouldDoExactlyThis() throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> !file.endsWith("README.txt")).sorted().toList();
        }
        assertFalse(files.isEmpty(), "no scenarios in " + FOLDER.toAbsolutePath());
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource
    void shouldDoExactlyThis(final Path file) throws IOException {
        final String expected = Files.readString(file);
        final String actual = run(expected.lines().toList(), false);
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.writeString(file, actual);
        } else {
            assertEquals(expected, actual, "see the events that differ in " + file);
        }
        assertEquals(actual, run(expected.lines().toList(), true), "a snapshot between the commands changes the events");
    }

    @Test
    void shouldShowEveryRejectAndEveryEndOfAnOrder() throws IOException {
        final StringBuilder all = new StringBuilder();
        for (final Path file : shouldDoExactlyThis().toList()) {
            all.append(Files.readString(file));
        }
        final List<String> missing = new ArrayList<>();
        for (final RejectReason reason : RejectReason.values()) {
            if (all.indexOf("\nresult " + reason.name()) < 0) {
                missing.add(reason.name());
            }
        }
        for (final CloseReason reason : CloseReason.values()) {
            if (all.indexOf(" " + reason.name() + "\n") < 0) {
                missing.add(reason.name());
            }
        }
        assertEquals(List.of(), missing, "no scenario shows these");
        final long blocks = all.toString().lines().filter(DASHES::equals).count();
        Figures.note("scenarios: " + blocks + ", with every reject and close reason");
        assertTrue(blocks >= BLOCKS_MIN, "blocks=" + blocks);
    }

    /** A table of the rules has every code, with the scenario that shows it. */
    @Test
    void shouldShowEveryRejectWhereTheRulesSaySo() throws IOException {
        final String rules = Files.readString(RULES);
        final List<String> wrong = new ArrayList<>();
        for (final RejectReason reason : RejectReason.values()) {
            final Matcher row = Pattern.compile("\\| " + reason.code() + " \\| " + reason.name() + " \\| [^|]+ \\| " +
                "\\[[a-z-]+]\\(\\.\\./cluster-node/src/test/resources/scenarios/([a-z-]+\\.txt)\\) \\|").matcher(rules);
            if (!row.find() || !Files.readString(FOLDER.resolve(row.group(1))).contains("\nresult " + reason.name())) {
                wrong.add(reason.code() + " " + reason.name());
            }
        }
        assertEquals(List.of(), wrong, "no such row in " + RULES + ", or it links a scenario without that reject");
    }

    @Test
    void shouldBeLinkedFromTheRules() throws IOException {
        final Matcher links = Pattern.compile("]\\(([^)#]+)\\)").matcher(Files.readString(RULES));
        while (links.find()) {
            assertTrue(Files.exists(RULES.resolveSibling(links.group(1))), "nothing is at " + links.group(1));
        }
        final String[] sections = Files.readString(RULES).split("\n## ");
        for (int i = 1; i < sections.length; i++) {
            assertTrue(sections[i].contains("\nScenarios: "), "no scenarios of section " + sections[i].lines().findFirst());
        }
        for (final Path file : shouldDoExactlyThis().toList()) {
            assertTrue(String.join("", sections).contains("/scenarios/" + file.getFileName() + ")"), "nobody links " + file);
        }
    }

    private static String run(final List<String> lines, final boolean withSnapshots) {
        final ScenarioDriver driver = new ScenarioDriver();
        final List<String> written = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        boolean expecting = false;
        for (final String line : lines) {
            if (line.equals(DASHES)) {
                expecting = true;
                written.add(line);
                written.addAll(events);
                events.clear();
            } else if (line.isBlank()) {
                expecting = false;
                written.add(line);
            } else if (!expecting) {
                written.add(line);
                if (!line.startsWith("#")) {
                    if (withSnapshots) {
                        driver.execute("snapshot");
                    }
                    events.addAll(driver.execute(line));
                    Invariants.check(driver.engine);
                }
            }
        }
        return String.join("\n", written) + "\n";
    }
}
