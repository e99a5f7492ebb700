package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpError;

import java.util.concurrent.CompletableFuture;

/** Finds the instrument of an order that exists; Redis may not have it yet. */
final class InstrumentLookup {
    private InstrumentLookup() {
    }

    static CompletableFuture<Instrument> byId(final Catalogue catalogue, final int instrumentId) {
        final Instrument instrument = catalogue.instrument(instrumentId);
        return instrument != null ? CompletableFuture.completedFuture(instrument) :
            catalogue.refreshSoon().thenApply(ignored -> required(catalogue, instrumentId));
    }

    static Instrument required(final Catalogue catalogue, final int instrumentId) {
        final Instrument instrument = catalogue.instrument(instrumentId);
        if (instrument == null) {
            throw HttpError.unavailable("STALE", "The order's market is not in the public data yet.");
        }
        return instrument;
    }
}
