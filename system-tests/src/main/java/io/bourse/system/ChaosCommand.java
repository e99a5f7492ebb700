package io.bourse.system;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code ./bourse chaos} runs, in namespaces of its own. */
@Command(
    name = "chaos", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs an exchange over ten hosts that exist in network namespaces only, trades, does to it whatever hosts "
        + "and networks do, and checks every promise. Exit codes: 0 without violations, 1 with, 2 wrong command line.")
final class ChaosCommand implements Callable<Integer> {
    private static final int SHORTEST_HISTORIES = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Draws faults and orders. Default: from the clock")
    private Long seed;

    @Option(names = "--faults", paramLabel = "K", defaultValue = "25", description = "Default: ${DEFAULT-VALUE}")
    private int faults;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "60",
        description = "After so long no further fault is begun, and the run fails if any is missing. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(names = "--json", description = "The report as JSON on standard output, everything else on standard error.")
    private boolean isJson;

    @Option(names = "--profile", paramLabel = "dev|fast|durable", defaultValue = "fast",
        description = "Of every process. Default: ${DEFAULT-VALUE}")
    private String profile;

    @Option(names = "--kinds", split = ",", paramLabel = "KIND",
        description = "Draw from these only, such as kill-leader; a wrong one prints all that there are. Default: all")
    private List<String> kinds = List.of();

    @Option(names = "--traders", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int traders;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "200",
        description = "Requests per second of all traders together. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--binary", paramLabel = "N", defaultValue = "2",
        description = "Traders beside them that use the binary protocol, each over its own session. Default: ${DEFAULT-VALUE}")
    private int binaryTraders;

    @Option(names = "--binary-rate", paramLabel = "N", defaultValue = "300",
        description = "Requests per second of all of these together. Default: ${DEFAULT-VALUE}")
    private int binaryRate;

    @Option(names = "--acknowledged", paramLabel = "N", defaultValue = "100",
        description = "Orders that must be acknowledged before each fault; with fewer the run fails. Default: ${DEFAULT-VALUE}")
    private int acknowledgedPerFault;

    @Option(names = "--leader-timeout", paramLabel = "MS", defaultValue = "0",
        description = "Of all members, see their --help. Default: what the profile says")
    private int leaderTimeoutMs;

    @Option(names = "--data", paramLabel = "DIR", description = "Where logs and report go. Default: below system-tests/target")
    private Path data;

    @Option(names = "--publish", description = "Add the report to docs/chaos and renew the tables of docs/RELIABILITY.md.")
    private boolean isPublished;

    @Option(names = "--patch", paramLabel = "HOST=DIR", hidden = true,
        description = "Classes that take the place of others in the process of a host: planted defects of our tests.")
    private Map<String, Path> patches = new HashMap<>();

    /** Runs the command and exits. */
    public static void main(final String[] args) {
        System.setProperty("logback.configurationFile", "bourse-quiet-logback.xml");
        System.exit(new CommandLine(new ChaosCommand()).setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("chaos: " + failure);
            return 1;
        }).execute(args));
    }

    @Override
    public Integer call() {
        ChaosNetwork.requireOwnNamespaces();
        final PrintStream progress = isJson ? System.err : System.out;
        final long drawn = seed == null ? System.currentTimeMillis() : seed;
        final Path folder = (data == null ? Path.of(System.getProperty("bourse.root", "."), "system-tests", "target", "chaos",
            "seed-" + drawn) : data).toAbsolutePath().normalize();
        renew(folder);
        final List<FaultKind> wanted = wanted();
        final List<FaultKind> possible = wanted.stream().filter(ChaosFaults::isPossible).toList();
        if (!kinds.isEmpty() && possible.size() < wanted.size()) {
            // The one line that standard output has then, for whoever waits for a report.
            System.out.println("SKIPPED chaos: what --kinds names needs tools or rights that are missing here; possible are "
                + text(Arrays.stream(FaultKind.values()).filter(ChaosFaults::isPossible)));
            return 0;
        }
        progress.println("chaos: seed " + drawn + ", " + faults + " faults of " + possible.size() + " kinds, profile " + profile +
            "; logs and report: " + folder);
        final String missing = text(wanted.stream().filter(kind -> !ChaosFaults.isPossible(kind)));
        if (!missing.isEmpty()) {
            progress.println("chaos: left out, because nftables, faketime, fiu-utils, mkfs.ext4 or loop devices are missing: " +
                missing);
        }
        final ChaosCampaign campaign = new ChaosCampaign(new ChaosCampaign.Plan(drawn, faults, minutes, possible, profile,
            leaderTimeoutMs, new ChaosCampaign.Load(traders, rate, binaryTraders, binaryRate, acknowledgedPerFault), folder,
            patches, System.getProperty("bourse.commit", "unknown")), progress::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> progress.println("chaos: seed " + drawn + " ends")));
        final ChaosReport report = campaign.run();
        tell(campaign, report, progress);
        if (isPublished) {
            new PublishedRuns(Path.of(System.getProperty("bourse.root", "."))).publish(report);
        }
        if (isJson) {
            System.out.println(report.toJson());
        }
        return report.violations().isEmpty() ? 0 : 1;
    }

    /** As named; else all that the profile promises to survive. */
    private List<FaultKind> wanted() {
        final List<FaultKind> all = List.of(FaultKind.values());
        if (!all.stream().map(FaultKind::text).toList().containsAll(kinds)) {
            throw new IllegalArgumentException("--kinds: there are " + text(all.stream()));
        }
        return all.stream().filter(kind -> kinds.isEmpty() ?
            kind != FaultKind.POWER_LOSS || profile.equals("durable") : kinds.contains(kind.text())).toList();
    }

    private static String text(final Stream<FaultKind> kinds) {
        return kinds.map(FaultKind::text).collect(Collectors.joining(", "));
    }

    private void tell(final ChaosCampaign campaign, final ChaosReport report, final PrintStream progress) {
        report.violations().stream().limit(SHORTEST_HISTORIES).forEach(violation -> {
            final List<String> history = campaign.shortestHistory(violation);
            if (!history.isEmpty()) {
                progress.println("what led to: " + violation);
                history.forEach(progress::println);
            }
        });
        progress.println(String.format("chaos: %d faults, %d orders sent, %d acknowledged, %d rejected, %d unknown, %d trades, " +
            "%d violations", report.faults().size(), report.sent(), report.acknowledged(), report.rejected(), report.unknown(),
            report.trades(), report.violations().size()));
        if (!report.violations().isEmpty()) {
            progress.println("chaos: FAILED; repeat with ./bourse chaos --seed " + report.seed() + " --faults " + faults +
                " --profile " + profile + (leaderTimeoutMs > 0 ? " --leader-timeout " + leaderTimeoutMs : "") +
                (kinds.isEmpty() ? "" : " --kinds " + String.join(",", kinds)));
        }
    }

    private static void renew(final Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (final Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(folder);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
