package io.bourse.engine.oracle;

import java.util.ArrayList;
import java.util.List;

/** Leaves out commands for as long as what is left still fails (delta debugging), and for a bounded time. */
final class Minimiser {
    private Minimiser() {
    }

    static FuzzCase.Failure minimise(final FuzzCase.Failure failure, final long timeoutNs) {
        final long endNs = System.nanoTime() + timeoutNs;
        FuzzCase.Failure best = failure;
        int chunk = Math.max(1, failure.commands().size() / 2);
        while (System.nanoTime() < endNs) {
            boolean smaller = false;
            for (int from = best.commands().size() - 1 - chunk; from > -chunk && System.nanoTime() < endNs; from -= chunk) {
                final List<Command> rest = new ArrayList<>(best.commands().subList(0, Math.max(0, from)));
                rest.addAll(best.commands().subList(Math.min(from + chunk, best.commands().size()), best.commands().size()));
                final FuzzCase.Failure shorter = run(best, rest);
                if (shorter != null) {
                    best = shorter;
                    smaller = true;
                }
            }
            if (chunk == 1 && !smaller) {
                break;
            }
            chunk = smaller ? Math.min(chunk, Math.max(1, best.commands().size() / 2)) : Math.max(1, chunk / 2);
        }
        return best;
    }

    /** Null also when the shorter list can not be executed at all, which needs a logon. */
    private static FuzzCase.Failure run(final FuzzCase.Failure failure, final List<Command> commands) {
        if (commands.isEmpty() || commands.get(0).kind() != CommandKind.LOGON) {
            return null;
        }
        return FuzzCase.run(failure.seed(), failure.limits(), commands);
    }
}
