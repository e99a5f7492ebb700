package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import static io.bourse.gateway.http.Route.Access.PUBLIC;

/** Is the exchange well, and what time is it? */
final class StatusResource {
    private static final Logger LOG = LoggerFactory.getLogger(StatusResource.class);

    private final Services services;

    StatusResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
            Route.get("/api/v1/health", PUBLIC, this::health),
            Route.get("/api/v1/time", PUBLIC, this::time));
    }

    private CompletableFuture<HttpAnswer> health(final HttpCall call) {
        return services.workers().submit(() -> {
            final boolean isConnected = services.cluster().isConnected();
            // Who is told that the exchange is well may ask for its markets, and follow them.
            final Map<String, Object> marketData = services.reader().isSubscribed()
                ? projection(services.reader()::appliedEventSequence) : unreachable();
            final Map<String, Object> history = projection(services.history()::appliedEventSequence);
            final boolean isWell = isConnected && isFresh(marketData) && isFresh(history) && areMarketsRead();
            return HttpAnswer.json(isWell ? 200 : 503, Json.object(
                "status", isWell ? "ok" : "unavailable",
                "cluster", isConnected ? "connected" : "no leader",
                "event_sequence", services.freshness().eventSequence(),
                "market_data", marketData,
                "persistence", history));
        });
    }

    private CompletableFuture<HttpAnswer> time(final HttpCall call) {
        final long nowMs = System.currentTimeMillis();
        return CompletableFuture.completedFuture(HttpAnswer.ok(Json.object("server_time", nowMs, "serverTime", nowMs)));
    }

    private Map<String, Object> projection(final LongSupplier appliedEventSequence) {
        try {
            final long applied = appliedEventSequence.getAsLong();
            final boolean isFresh = services.freshness().isFresh(applied);
            return Json.object("status", isFresh ? "fresh" : "stale", "event_sequence", applied);
        } catch (final RuntimeException ex) {
            LOG.warn("health: a projection cannot be read: {}", ex.toString());
            return unreachable();
        }
    }

    private static Map<String, Object> unreachable() {
        return Json.object("status", "unreachable");
    }

    private boolean areMarketsRead() {
        final Catalogue catalogue = services.catalogue();
        if (!catalogue.isRead()) {
            catalogue.refresh();
        }
        return catalogue.isRead();
    }

    private static boolean isFresh(final Map<String, Object> projection) {
        return "fresh".equals(projection.get("status"));
    }
}
