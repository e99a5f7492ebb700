package io.bourse.gateway.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what blocks, away from the event loops: a bounded number of calls at a time, and never a queue of them. */
public final class Workers implements AutoCloseable {
    private final ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-worker-", 0).factory());
    private final ThreadPoolExecutor passwords = new ThreadPoolExecutor(
        HttpLimits.PASSWORD_THREADS, HttpLimits.PASSWORD_THREADS, 10, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(HttpLimits.PASSWORD_QUEUE_MAX),
        Thread.ofPlatform().daemon().name("gateway-password-", 0).factory());
    private final Semaphore permits = new Semaphore(HttpLimits.BLOCKING_CALLS_MAX);

    public Workers() {
        passwords.allowCoreThreadTimeOut(true);
    }

    /** Runs a call that may block on PostgreSQL or Redis; 503 when too many are running. */
    public <T> CompletableFuture<T> submit(final Callable<T> call) {
        if (!permits.tryAcquire()) {
            return CompletableFuture.failedFuture(
                HttpError.unavailable("BUSY", "The gateway is busy; nothing was done."));
        }
        final CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    run(call, result);
                } finally {
                    permits.release();
                }
            });
        } catch (final RejectedExecutionException ex) {
            permits.release();
            result.completeExceptionally(HttpError.unavailable("STOPPING", "The gateway is stopping."));
        }
        return result;
    }

    /** Runs a call that hashes a password; 429 when too many wait. */
    public <T> CompletableFuture<T> submitPassword(final Callable<T> call) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        try {
            passwords.execute(() -> run(call, result));
        } catch (final RejectedExecutionException ex) {
            result.completeExceptionally(HttpError.tooMany("TOO_MANY_LOGINS", "Too many log-ins at this moment."));
        }
        return result;
    }

    @Override
    public void close() {
        passwords.shutdownNow();
        executor.shutdownNow();
    }

    private static <T> void run(final Callable<T> call, final CompletableFuture<T> result) {
        try {
            result.complete(call.call());
        } catch (final Throwable ex) {
            result.completeExceptionally(ex);
        }
    }
}
