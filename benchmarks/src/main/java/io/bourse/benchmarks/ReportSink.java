package io.bourse.benchmarks;

import org.agrona.DirectBuffer;

/** Takes the reports in the order in which they were made. */
interface ReportSink {
    /** One report; the record may be written again as soon as this returns. */
    void onReport(DirectBuffer buffer, int offset);

    /** There are no more. */
    void onEnd();
}
