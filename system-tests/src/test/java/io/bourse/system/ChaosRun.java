package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.Figures;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./bourse chaos --json}, as typed: what it returned and reported. */
record ChaosRun(int exitCode, JsonNode report, String progress) {
    /** Set by who wants all campaigns, which take minutes and two cores, and a failure where they cannot run. */
    static final String REQUIRED = "BOURSE_CHAOS_REQUIRED";

    private static final Path ROOT = Path.of(System.getProperty("bourse.root", "..")).toAbsolutePath().normalize();
    private static final Path TARGET = Path.of(System.getProperty("bourse.target", "target")).toAbsolutePath().normalize();

    /** Gives the test up, loudly, unless somebody asks for all campaigns. */
    static void onlyWhenRequired(final String name) {
        if (System.getenv(REQUIRED) == null) {
            skip("SKIPPED chaos " + name + ": set " + REQUIRED + "=1, or use ./bourse chaos");
        }
    }

    /** Where a run keeps logs and report. */
    static Path folder(final String name) {
        return TARGET.resolve("chaos").resolve(name);
    }

    /** Runs; where it cannot, the test is given up loudly, or fails if campaigns are required. */
    static ChaosRun of(final String name, final int minutesLimit, final String... options)
        throws IOException, InterruptedException {
        final Path folder = Files.createDirectories(TARGET.resolve("chaos"));
        final Path output = folder.resolve(name + ".json");
        final Path progress = folder.resolve(name + ".log");
        final List<String> command = new ArrayList<>(List.of("bash", "./bourse", "chaos", "--json", "--data",
            folder(name).toString()));
        command.addAll(List.of(options));
        final ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile())
            .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(output.toFile()).redirectError(progress.toFile());
        builder.environment().put("BOURSE_SKIP_BUILD", "1");
        final Process process = builder.start();
        final boolean isEnded = process.waitFor(minutesLimit, TimeUnit.MINUTES);
        if (!isEnded) {
            // The namespaces, and all that runs in them, end with this process.
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within " + minutesLimit + " minutes; see " + progress);
        }
        final String said = Files.readString(output, StandardCharsets.UTF_8);
        if (said.startsWith("SKIPPED")) {
            if (System.getenv(REQUIRED) != null) {
                throw new AssertionError(REQUIRED + " is set, and: " + said);
            }
            skip(said);
        }
        final ChaosRun run =
            new ChaosRun(process.exitValue(), RestClient.JSON.readTree(said), Files.readString(progress, StandardCharsets.UTF_8));
        Figures.note("chaos " + name + ": " + run.report());
        return run;
    }

    private static void skip(final String why) {
        System.out.println(why);
        Figures.note(why);
        Assumptions.abort(why);
    }

    List<String> violations() {
        final List<String> violations = new ArrayList<>();
        report.path("violations").forEach(violation -> violations.add(violation.asText()));
        return violations;
    }
}
