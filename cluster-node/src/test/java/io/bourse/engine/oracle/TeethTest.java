package io.bourse.engine.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The fuzz finds mistakes: every planted one, within seconds, and none where there is none. */
class TeethTest {
    private static final long BUDGET_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int DEFECTS_MIN = 24;

    @Test
    void shouldFindEveryPlantedDefect() throws ReflectiveOperationException, java.io.IOException {
        assertTrue(Defect.ALL.size() >= DEFECTS_MIN);
        final List<String> missed = new ArrayList<>();
        for (final Defect defect : Defect.ALL) {
            final Map<String, byte[]> classes = MutantCompiler.compile(defect);
            final long begunNs = System.nanoTime();
            final String found = probe(classes).apply(BUDGET_NS);
            System.out.printf("%6d ms  %s: %s%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs), defect.name(), found == null ? "NOT FOUND" : found);
            if (found == null) {
                missed.add(defect.name());
            }
        }
        Figures.note("planted defects: " + (Defect.ALL.size() - missed.size()) + " of " + Defect.ALL.size() + " found");
        assertEquals(List.of(), missed);
    }

    @Test
    void shouldFindNothingInTheEngineAsItIs() throws ReflectiveOperationException {
        assertNull(probe(Map.of()).apply(BUDGET_NS / 10));
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> probe(final Map<String, byte[]> classes) throws ReflectiveOperationException {
        return (LongFunction<String>) new MutantLoader(classes).loadClass(FuzzProbe.class.getName())
            .getDeclaredConstructor().newInstance();
    }
}
