package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The content of a request is a part of the state: it must be the same in every version. */
class RequestContentTest {
    private static final long NEW_ORDER = 2_551_600_240_816_102_366L;
    private static final long REPLACE = 4_754_918_964_680_644_436L;
    private static final List<Consumer<OrderRequest>> CHANGES = List.of(
        request -> request.orderType = 99, request -> request.timeInForce = 99, request -> request.priceTicks = 99,
        request -> request.quantityLots = 99, request -> request.quoteAmount = 99, request -> request.stopPriceTicks = 99,
        request -> request.trailingDeltaBasisPoints = 99, request -> request.displayLots = 99,
        request -> request.expireTimeNs = 99, request -> request.selfTradePrevention = 99,
        request -> request.cancelOnDisconnect = false, request -> request.instrumentId = 99, request -> request.side = 99);

    @Test
    void shouldBeWhatItHasAlwaysBeen() {
        assertEquals(NEW_ORDER, RequestContent.of(request()));
        assertEquals(REPLACE, RequestContent.of(request(), 21, 22, 23, 24, 25, 1));
    }

    @Test
    void shouldDependOnEveryFieldButTheSession() {
        final Set<Long> seen = new HashSet<>(Set.of(RequestContent.of(request())));
        for (final Consumer<OrderRequest> change : CHANGES) {
            final OrderRequest request = request();
            change.accept(request);
            assertTrue(seen.add(RequestContent.of(request)), "change=" + CHANGES.indexOf(change));
        }
        final OrderRequest other = request();
        other.sessionId = 99;
        assertEquals(RequestContent.of(request()), RequestContent.of(other));
    }

    @Test
    void shouldDependOnTheNamesOfAnOriginalAndTheMode() {
        final Set<Long> seen = new HashSet<>(Set.of(RequestContent.of(request(), 0, 0, 0, 0, 0, 0)));
        for (int i = 0; i < 6; i++) {
            assertTrue(seen.add(RequestContent.of(request(), i == 0 ? 1 : 0, i == 1 ? 1 : 0, i == 2 ? 1 : 0,
                i == 3 ? 1 : 0, i == 4 ? 1 : 0, i == 5 ? 1 : 0)), "word=" + i);
        }
    }

    private static OrderRequest request() {
        final OrderRequest request = new OrderRequest();
        request.orderType = 1;
        request.timeInForce = 2;
        request.priceTicks = 3;
        request.quantityLots = 4;
        request.quoteAmount = 5;
        request.stopPriceTicks = 6;
        request.trailingDeltaBasisPoints = 7;
        request.displayLots = 8;
        request.expireTimeNs = 9;
        request.selfTradePrevention = 10;
        request.cancelOnDisconnect = true;
        request.instrumentId = 11;
        request.side = 12;
        request.sessionId = 13;
        return request;
    }
}
