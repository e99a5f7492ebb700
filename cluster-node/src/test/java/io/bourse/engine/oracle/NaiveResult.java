package io.bourse.engine.oracle;

import io.bourse.engine.OrderStatus;
import io.bourse.engine.RejectReason;

/** The answer of a command. */
final class NaiveResult {
    long subject;
    long status;
    long executed;
    long executedQuote;
    long remaining;
    long count;
    long available;
    long locked;
    final long[] id = new long[4];

    /** Shows a client order id, unless it is none. */
    void echo(final long[] words, final int offset) {
        if (NaiveText.isText(words, offset)) {
            System.arraycopy(words, offset, id, 0, id.length);
        }
    }

    void show(final NaiveOrder order, final OrderStatus orderStatus) {
        subject = order.id;
        status = orderStatus.code();
        executed = order.executed;
        executedQuote = order.executedQuote;
        remaining = order.remaining;
        echo(order.command.fields(), Command.ID);
    }

    long[] answer() {
        return new long[] {subject, status, executed, executedQuote, remaining};
    }

    void repeat(final long[] answer) {
        subject = answer[0];
        status = answer[1];
        executed = answer[2];
        executedQuote = answer[3];
        remaining = answer[4];
    }

    void write(final EventLog log, final RejectReason reason) {
        log.add(EventKind.RESULT, reason == null ? 0 : reason.code(), subject, status, executed, executedQuote, remaining,
            count, available, locked, id[0], id[1], id[2], id[3]);
    }
}
