package io.bourse.benchmarks;

/** Codes of reports, as in the canonical text. */
final class ReportKind {
    static final int ORDER_ACK = 0;
    static final int TRADE = 1;
    static final int CANCEL_ACK = 2;
    static final int MODIFY_ACK = 3;
    static final int CANCEL_REJECT = 4;
    static final int MODIFY_REJECT = 5;
    static final int COUNT = 6;

    private ReportKind() {
    }
}
