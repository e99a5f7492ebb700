package io.bourse.engine.oracle;

import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.OrderStatus;
import io.bourse.engine.RejectReason;
import java.util.ArrayList;
import java.util.List;

/** What has occurred: a run that meets only rejects would agree as well. */
final class Coverage {
    private static final int CODES = 64;

    final long[] kinds = new long[CommandKind.VALUES.length];
    final long[] events = new long[EventKind.VALUES.length];
    final long[] rejects = new long[CODES];
    final long[] closes = new long[CODES];
    final long[] causes = new long[CODES];
    final long[] statuses = new long[CODES];
    long commands;

    void count(final Command command, final EventLog log) {
        commands++;
        kinds[command.kind().ordinal()]++;
        int i = 0;
        while (i < log.length()) {
            final EventKind kind = EventKind.VALUES[(int) log.at(i++)];
            events[kind.ordinal()]++;
            switch (kind) {
                case CANCELLED, EXPIRED -> closes[(int) log.at(i + 4)]++;
                case BALANCE -> causes[(int) log.at(i + 6)]++;
                case RESULT -> {
                    rejects[(int) log.at(i)]++;
                    statuses[(int) log.at(i + 2)]++;
                }
                default -> { }
            }
            i += kind.fieldCount();
        }
    }

    void add(final Coverage other) {
        commands += other.commands;
        add(kinds, other.kinds);
        add(events, other.events);
        add(rejects, other.rejects);
        add(closes, other.closes);
        add(causes, other.causes);
        add(statuses, other.statuses);
    }

    private static void add(final long[] sums, final long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }

    long of(final EventKind kind) {
        return events[kind.ordinal()];
    }

    /** Names of what has not occurred. */
    List<String> missing() {
        final List<String> names = new ArrayList<>();
        for (final RejectReason reason : RejectReason.values()) {
            add(names, reason.name(), rejects[reason.code()]);
        }
        for (final CloseReason reason : CloseReason.values()) {
            add(names, reason.name(), closes[reason.code()]);
        }
        for (final BalanceCause cause : BalanceCause.values()) {
            add(names, cause.name(), causes[cause.code()]);
        }
        for (final OrderStatus status : OrderStatus.values()) {
            add(names, status.name(), statuses[status.code()]);
        }
        for (final EventKind kind : EventKind.VALUES) {
            add(names, kind.name(), of(kind));
        }
        for (final CommandKind kind : CommandKind.VALUES) {
            add(names, kind.name(), kinds[kind.ordinal()]);
        }
        return names;
    }

    private static void add(final List<String> names, final String name, final long count) {
        if (count == 0) {
            names.add(name);
        }
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        text.append("commands=").append(commands);
        for (final EventKind kind : EventKind.VALUES) {
            text.append(' ').append(kind).append('=').append(of(kind));
        }
        text.append("\nrejects");
        for (final RejectReason reason : RejectReason.values()) {
            text.append(' ').append(reason).append('=').append(rejects[reason.code()]);
        }
        text.append("\nends");
        for (final CloseReason reason : CloseReason.values()) {
            text.append(' ').append(reason).append('=').append(closes[reason.code()]);
        }
        text.append("\nbalances");
        for (final BalanceCause cause : BalanceCause.values()) {
            text.append(' ').append(cause).append('=').append(causes[cause.code()]);
        }
        text.append("\nresults OK=").append(rejects[0]);
        for (final OrderStatus status : OrderStatus.values()) {
            text.append(' ').append(status).append('=').append(statuses[status.code()]);
        }
        return text.toString();
    }
}
