package io.bourse.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What traders did and were told, in the shape of Jepsen's histories and as lines for people. */
final class ChaosHistory {
    private ChaosHistory() {
    }

    /** One operation as a JSON object. */
    static String json(final Attempt attempt, final long startNs) {
        final String process = attempt.clientOrderId().substring(0, attempt.clientOrderId().indexOf('-'));
        return RestClient.JSON.createObjectNode().put("process", process)
            .put("type", switch (attempt.outcome()) {
                case ACKNOWLEDGED -> "ok";
                case REJECTED -> "fail";
                case UNKNOWN -> "info";
            })
            .put("f", attempt.isBuy() ? "buy" : "sell")
            .put("value", attempt.clientOrderId()).put("price", attempt.priceTicks()).put("quantity", attempt.quantityLots())
            .put("order_id", attempt.orderId()).put("sent", attempt.sentNs() - startNs)
            .put("time", attempt.answeredNs() - startNs).toString();
    }

    /** Attempts, and the faults during them, in the order of time. */
    static List<String> lines(final List<Attempt> attempts, final List<FaultRecord> faults, final long startNs) {
        record Line(long atNs, String text) {
        }

        final List<Line> lines = new ArrayList<>();
        for (final Attempt attempt : attempts) {
            lines.add(new Line(attempt.sentNs(), "sent     " + attempt.clientOrderId() + " by account " + attempt.accountId()));
            lines.add(new Line(attempt.answeredNs(), "answered " + attempt.clientOrderId() + " " + attempt.outcome() + " " +
                attempt.answer()));
            faults.stream().filter(fault -> fault.beganNs() < attempt.answeredNs() && fault.wellNs() > attempt.sentNs())
                .forEach(fault -> lines.add(new Line(fault.beganNs(), "fault    " + fault.number() + " " + fault.kind().text() +
                    " " + fault.text())));
        }
        return lines.stream().distinct().sorted(Comparator.comparingLong(Line::atNs))
            .map(line -> String.format("%10.3f s  %s", (line.atNs() - startNs) / 1e9, line.text())).toList();
    }
}
