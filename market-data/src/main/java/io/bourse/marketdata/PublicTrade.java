package io.bourse.marketdata;

/**
 * A trade as everybody may see it: no order ids, no accounts. In Redis: the six numbers in this order, the flag as 0 or 1.
 *
 * @param tradeId      1, 2, 3 ... per instrument
 * @param timestampMs  engine time
 * @param buyerIsMaker whether the seller was the aggressor
 * @param priceTicks   price
 * @param quantityLots quantity
 * @param quoteAmount  price x quantity, in quote minor units
 */
record PublicTrade(
    long tradeId, long timestampMs, boolean buyerIsMaker, long priceTicks, long quantityLots, long quoteAmount) {

    String text() {
        return StoredNumbers.text(tradeId, timestampMs, buyerIsMaker ? 1 : 0, priceTicks, quantityLots, quoteAmount);
    }

    static PublicTrade parse(final String text) {
        final long[] numbers = StoredNumbers.parse(text, 6);
        return new PublicTrade(numbers[0], numbers[1], numbers[2] != 0, numbers[3], numbers[4], numbers[5]);
    }
}
