package io.bourse.benchmarks;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be run, by the name it has on the command line. The first is what the others are compared with. */
enum BookEngine {
    /** The production book, pool and index. */
    BOURSE("bourse", BourseContestant::new),
    /** exchange-core 0.5.3, OrderBookDirectImpl. */
    EXCHANGE_CORE("exchange-core", ExchangeCoreContestant::new),
    /** Parity 0.7.0. */
    PARITY("parity", ParityContestant::new),
    /** Collections of the JDK. */
    TREEMAP("treemap", TreeMapContestant::new),
    /** The whole engine, with accounts and balances. */
    BOURSE_ENGINE("bourse-engine", EngineContestant::new);

    private final String label;
    private final Function<ReportRing, Contestant> factory;

    BookEngine(final String label, final Function<ReportRing, Contestant> factory) {
        this.label = label;
        this.factory = factory;
    }

    String label() {
        return label;
    }

    Contestant newContestant(final ReportRing ring) {
        return factory.apply(ring);
    }

    static BookEngine of(final String label) {
        return Arrays.stream(values()).filter(engine -> engine.label.equals(label)).findFirst()
            .orElseThrow(() -> new BenchException("there is no engine " + label + "; there are " + labels()));
    }

    static String labels() {
        return Arrays.stream(values()).map(BookEngine::label).collect(Collectors.joining(", "));
    }
}
