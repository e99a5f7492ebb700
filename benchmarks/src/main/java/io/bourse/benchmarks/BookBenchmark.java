package io.bourse.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a command costs in a book of a given size: {@code near} has its orders on 1,000 prices, {@code wide} on 60,000. An
 * operation leaves the book as it was, so an add is an add and its cancel, a match a match and what it takes to fill up
 * again; the difference of two is the price of one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-XX:+UseTransparentHugePages",
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class BookBenchmark {
    private static final int MASS = 1_000;

    /** Orders that rest. */
    @Param({"1000", "100000"})
    private int resting;

    /** Prices of a side. */
    @Param({"500", "30000"})
    private int prices;

    private FilledBook book;

    /** Fills the book. */
    @Setup
    public void fill() {
        book = new FilledBook(resting, prices);
    }

    /** A new order that rests, and its cancel. */
    @Benchmark
    public long addAndCancelNew() {
        return book.addAndCancel();
    }

    /** Cancels any resting order and puts another in its place. */
    @Benchmark
    public long cancelAnyAndAdd() {
        return book.replaceAny();
    }

    /** Gives any resting order another price. */
    @Benchmark
    public long amendAny() {
        return book.amendAny();
    }

    /** An order that takes the best one; another comes to rest. */
    @Benchmark
    public long match1() {
        return book.matchAndRefill(1);
    }

    /** An order that takes the ten best; ten others come to rest. */
    @Benchmark
    public long match10() {
        return book.matchAndRefill(10);
    }

    /** Cancels of 1,000 orders one after the other, and as many new ones; the time is of one of them. */
    @Benchmark
    @OperationsPerInvocation(MASS)
    public long massCancelAndAdd1000() {
        return book.massCancelAndRefill(MASS);
    }
}
