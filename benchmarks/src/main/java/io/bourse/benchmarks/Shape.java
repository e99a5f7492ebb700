package io.bourse.benchmarks;

/** What a generated stream is like. */
enum Shape {
    /** Thousands of orders near the touch, many trades; cancels and modifies hit any of them, some too late. */
    OVERLAP(5_000, 200, 3, 24, 2, 0),
    /** A hundred thousand orders spread over sixty thousand ticks. */
    WIDE(100_000, 30_000, 1, 8, 3, 0),
    /** Three hundred thousand orders on a thousand prices. */
    DEEP(300_000, 500, 1, 8, 3, 0),
    /** Twenty thousand orders; now and then one that takes hundreds of them. */
    SWEEP(20_000, 2_000, 2, 6, 3, 8);

    /** Orders that rest once the book is full. */
    final int resting;
    /** How far from the middle orders may rest, ticks. */
    final int reachTicks;
    /** Distances are drawn this often and the nearest taken: 1 spreads evenly, more crowds the touch. */
    final int crowding;
    /** Of 100 new orders, how many cross the spread. */
    final int crossingPercent;
    /** Of 10 modifies, how many go to the touch. */
    final int touchOfTen;
    /** Of 1,000 messages in the full book, how many are sweeps. */
    final int sweepsPerMille;

    Shape(
        final int resting, final int reachTicks, final int crowding, final int crossingPercent, final int touchOfTen,
        final int sweepsPerMille) {
        this.resting = resting;
        this.reachTicks = reachTicks;
        this.crowding = crowding;
        this.crossingPercent = crossingPercent;
        this.touchOfTen = touchOfTen;
        this.sweepsPerMille = sweepsPerMille;
    }
}
