package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out commands for as long as what is left still fails (delta debugging), and for a bounded time. Order ids shift when
 * an order is left out, so commands name the command that entered their order, and get its new id each time.
 */
final class Minimiser {
    private static final long GONE = 1_000_000_000L;

    private final FuzzCase.Failure failure;
    private FuzzCase.Failure best;

    /** A command, and the one that entered the order that it names (null: none). */
    private record Step(Command command, Step entry) {
    }

    private Minimiser(final FuzzCase.Failure failure) {
        this.failure = failure;
        best = failure;
    }

    static FuzzCase.Failure minimise(final FuzzCase.Failure failure, final long timeoutNs) {
        final Minimiser minimiser = new Minimiser(failure);
        minimiser.run(System.nanoTime() + timeoutNs);
        return minimiser.best;
    }

    private void run(final long endNs) {
        List<Step> steps = steps(failure.limits(), failure.commands());
        int chunk = Math.max(1, steps.size() / 2);
        while (System.nanoTime() < endNs) {
            boolean smaller = false;
            for (int from = steps.size() - 1 - chunk; from > -chunk && System.nanoTime() < endNs; from -= chunk) {
                final List<Step> rest = new ArrayList<>(steps.subList(0, Math.max(0, from)));
                rest.addAll(steps.subList(Math.min(from + chunk, steps.size()), steps.size()));
                if (stillFails(rest)) {
                    steps = rest;
                    smaller = true;
                }
            }
            if (chunk == 1 && !smaller) {
                break;
            }
            chunk = smaller ? Math.min(chunk, Math.max(1, steps.size() / 2)) : Math.max(1, chunk / 2);
        }
    }

    private boolean stillFails(final List<Step> steps) {
        // Without a logon nothing can be executed at all.
        if (steps.isEmpty() || steps.get(0).command.kind() != CommandKind.LOGON) {
            return false;
        }
        final FuzzCase.Failure shorter = FuzzCase.run(failure.seed(), failure.limits(), commands(steps));
        if (shorter != null) {
            best = shorter;
        }
        return shorter != null;
    }

    private static List<Step> steps(final EngineLimits limits, final List<Command> commands) {
        final NaiveEngine oracle = new NaiveEngine(limits);
        final Map<Long, Step> entries = new HashMap<>();
        final List<Step> steps = new ArrayList<>();
        for (final Command command : commands) {
            final int field = orderField(command.kind());
            final Step step = new Step(command, field < 0 ? null : entries.get(command.field(field)));
            steps.add(step);
            oracle.execute(command);
            entries.put(acceptedId(oracle.state.log), step);
        }
        return steps;
    }

    private List<Command> commands(final List<Step> steps) {
        final NaiveEngine oracle = new NaiveEngine(failure.limits());
        final Map<Step, Long> ids = new IdentityHashMap<>();
        final List<Command> commands = new ArrayList<>();
        for (final Step step : steps) {
            Command command = step.command;
            if (step.entry != null) {
                final long[] fields = command.fields().clone();
                fields[orderField(command.kind())] = ids.getOrDefault(step.entry, GONE);
                command = new Command(command.kind(), command.timestampNs(), command.accountId(), fields);
            }
            commands.add(command);
            oracle.execute(command);
            ids.put(step, acceptedId(oracle.state.log));
        }
        return commands;
    }

    private static int orderField(final CommandKind kind) {
        return switch (kind) {
            case CANCEL, AMEND -> 0;
            case REPLACE -> Command.ORIGINAL;
            default -> -1;
        };
    }

    /** Of the order that a command has entered; 0 for none. */
    private static long acceptedId(final EventLog log) {
        long id = 0;
        int i = 0;
        while (i < log.length()) {
            final EventKind kind = EventKind.VALUES[(int) log.at(i)];
            id = kind == EventKind.ACCEPTED ? log.at(i + 1) : id;
            i += 1 + kind.fieldCount();
        }
        return id == 0 ? -1 : id;
    }
}
