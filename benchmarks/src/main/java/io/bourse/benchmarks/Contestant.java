package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;

/**
 * A book behind the harness. Each has a loop of its own over the messages: one loop for all would see as many kinds of
 * receivers as there are books, and no compiler could inline through it.
 */
interface Contestant {
    /** Messages from (inclusive) to (exclusive), one at a time, each with its reports into the ring. */
    void play(OrderFlow flow, int from, int to);

    /** Makes the book empty; pools may keep what they have. Not timed. */
    void reset();
}
