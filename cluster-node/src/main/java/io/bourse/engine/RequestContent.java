package io.bourse.engine;

/**
 * The content of a request in 64 bits, to tell a request that comes again from another one under the same client order
 * id. It is a part of the state, so it depends on nothing but the fields: who prepares two that collide deceives himself.
 */
final class RequestContent {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private RequestContent() {
    }

    /** Of a new order: every field but the session; the client order id is compared itself. */
    static long of(final OrderRequest request) {
        return add(add(fields(request), request.instrumentId), request.side);
    }

    /** Of a replace: its original and mode in the place of instrument and side, which it does not look at. */
    static long of(
        final OrderRequest request, final long originalOrderId,
        final long word0, final long word1, final long word2, final long word3, final int mode) {
        long hash = add(fields(request), originalOrderId);
        hash = add(hash, word0);
        hash = add(hash, word1);
        hash = add(hash, word2);
        hash = add(hash, word3);
        return add(hash, mode);
    }

    private static long fields(final OrderRequest request) {
        long hash = add(GOLDEN, request.orderType);
        hash = add(hash, request.timeInForce);
        hash = add(hash, request.priceTicks);
        hash = add(hash, request.quantityLots);
        hash = add(hash, request.quoteAmount);
        hash = add(hash, request.stopPriceTicks);
        hash = add(hash, request.trailingDeltaBasisPoints);
        hash = add(hash, request.displayLots);
        hash = add(hash, request.expireTimeNs);
        hash = add(hash, request.selfTradePrevention);
        return add(hash, request.cancelOnDisconnect ? 1 : 0);
    }

    private static long add(final long hash, final long value) {
        return Hashing.mix((hash ^ value) * GOLDEN + GOLDEN);
    }
}
