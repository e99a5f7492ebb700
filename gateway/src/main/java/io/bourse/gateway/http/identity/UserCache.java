package io.bourse.gateway.http.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keys and users as PostgreSQL had them a moment ago, so that a busy client does not cost a query per request. A key that
 * is revoked at this gateway is forgotten at once; at another it is refused a second later at the latest.
 */
final class UserCache<V> {
    /** Entries; the one that was not used for longest goes first. */
    static final int ENTRIES_MAX = 10_000;
    /** How old an entry may be. */
    static final long AGE_MAX_MS = 1_000;

    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final LongSupplier clockMs;

    UserCache(final LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    synchronized Optional<V> find(final String name) {
        final Entry<V> entry = entries.get(name);
        return entry == null || clockMs.getAsLong() - entry.readMs >= AGE_MAX_MS ? Optional.empty() : Optional.of(entry.value);
    }

    synchronized void put(final String name, final V value, final long readMs) {
        entries.put(name, new Entry<>(value, readMs));
        if (entries.size() > ENTRIES_MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized void forget(final String name) {
        entries.remove(name);
    }

    private record Entry<V>(V value, long readMs) {
    }
}
