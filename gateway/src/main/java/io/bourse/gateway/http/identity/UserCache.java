package io.bourse.gateway.http.identity;

import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Workers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keys and users as PostgreSQL had them a moment ago, so that a busy client does not cost a query per request, and who
 * could trade a moment ago can while PostgreSQL does not answer. A key that is revoked at this gateway is forgotten at
 * once; at another it is refused a second later, or, where PostgreSQL is out of reach, {@link #HELD_MAX_MS} later at the latest.
 */
final class UserCache<V> {
    /** Entries; the one that was not used for longest goes first. */
    static final int ENTRIES_MAX = 10_000;
    /** Age from which on PostgreSQL is asked again. */
    static final long AGE_MAX_MS = 1_000;
    /** Age up to which an entry counts as long as PostgreSQL does not answer. */
    static final long HELD_MAX_MS = 60_000;
    /** How long PostgreSQL is waited for when there is an entry that may count instead. */
    static final long PATIENCE_MS = 200;

    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    /** One a name, and each has a worker: no more than workers. */
    private final Map<String, Reading<V>> readings = new HashMap<>();
    private final Workers workers;
    private final LongSupplier clockMs;

    UserCache(final Workers workers, final LongSupplier clockMs) {
        this.workers = workers;
        this.clockMs = clockMs;
    }

    /** What PostgreSQL has under this name, by a reader that may block; without an answer, what it had. */
    CompletableFuture<Optional<V>> find(final String name, final Supplier<Optional<V>> reader) {
        final long nowMs = clockMs.getAsLong();
        final Entry<V> entry;
        final Reading<V> reading;
        synchronized (this) {
            entry = entries.get(name);
            if (entry != null && nowMs - entry.readMs < AGE_MAX_MS) {
                return CompletableFuture.completedFuture(entry.value);
            }
            reading = readings.get(name);
        }
        final Reading<V> current = reading == null ? read(name, reader, nowMs) : reading;
        return entry == null || nowMs - entry.readMs >= HELD_MAX_MS ? current.answer :
            current.answerOr(entry.value, nowMs);
    }

    synchronized void forget(final String name) {
        entries.remove(name);
        // What is being read may be from before.
        readings.remove(name);
    }

    private Reading<V> read(final String name, final Supplier<Optional<V>> reader, final long nowMs) {
        final Reading<V> reading = new Reading<>(new CompletableFuture<>(), nowMs);
        synchronized (this) {
            final Reading<V> other = readings.putIfAbsent(name, reading);
            if (other != null) {
                return other;
            }
        }
        workers.submit(reader::get).whenComplete((found, failure) -> {
            onRead(name, reading, found);
            if (failure == null) {
                reading.answer.complete(found);
            } else {
                reading.answer.completeExceptionally(failure);
            }
        });
        return reading;
    }

    private synchronized void onRead(final String name, final Reading<V> reading, final Optional<V> found) {
        if (!readings.remove(name, reading) || found == null) {
            return;
        }
        if (found.isEmpty()) {
            entries.remove(name);
            return;
        }
        entries.put(name, new Entry<>(found, reading.beganMs));
        if (entries.size() > ENTRIES_MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private record Entry<V>(Optional<V> value, long readMs) {
    }

    private record Reading<V>(CompletableFuture<Optional<V>> answer, long beganMs) {
        CompletableFuture<Optional<V>> answerOr(final Optional<V> held, final long nowMs) {
            final long patienceMs = beganMs + PATIENCE_MS - nowMs;
            if (patienceMs <= 0 && !answer.isDone()) {
                return CompletableFuture.completedFuture(held);
            }
            return answer.copy().completeOnTimeout(held, Math.max(0, patienceMs), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    // Busy or without a database: nobody has said that the entry is wrong.
                    if (HttpErrors.of(failure).status() == 503) {
                        return held;
                    }
                    throw HttpErrors.of(failure);
                });
        }
    }
}
