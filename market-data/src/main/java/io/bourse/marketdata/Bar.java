package io.bourse.marketdata;

/**
 * Trading in one minute of engine time. In Redis: the numbers in the order of the fields. Sums stop at the largest long
 * instead of wrapping.
 */
final class Bar {
    private static final int FIELDS = 12;

    private final long minuteMs;
    private long openTicks;
    private long highTicks;
    private long lowTicks;
    private long closeTicks;
    private long quantityLots;
    private long quoteAmount;
    private long takerBuyLots;
    private long takerBuyQuote;
    private long tradeCount;
    private long firstTradeId;
    private long lastTradeId;

    /** A minute without trades so far, at the price of the trade before it. */
    Bar(final long minuteMs, final long previousTicks) {
        this.minuteMs = minuteMs;
        openTicks = previousTicks;
        highTicks = previousTicks;
        lowTicks = previousTicks;
        closeTicks = previousTicks;
    }

    void add(final PublicTrade trade) {
        final long ticks = trade.priceTicks();
        if (tradeCount == 0) {
            openTicks = ticks;
            highTicks = ticks;
            lowTicks = ticks;
            firstTradeId = trade.tradeId();
        }
        highTicks = Math.max(highTicks, ticks);
        lowTicks = Math.min(lowTicks, ticks);
        closeTicks = ticks;
        quantityLots = saturatedSum(quantityLots, trade.quantityLots());
        quoteAmount = saturatedSum(quoteAmount, trade.quoteAmount());
        if (!trade.buyerIsMaker()) {
            takerBuyLots = saturatedSum(takerBuyLots, trade.quantityLots());
            takerBuyQuote = saturatedSum(takerBuyQuote, trade.quoteAmount());
        }
        tradeCount++;
        lastTradeId = trade.tradeId();
    }

    String text() {
        return StoredNumbers.text(minuteMs, openTicks, highTicks, lowTicks, closeTicks, quantityLots, quoteAmount,
            takerBuyLots, takerBuyQuote, tradeCount, firstTradeId, lastTradeId);
    }

    static Bar parse(final String text) {
        final long[] numbers = StoredNumbers.parse(text, FIELDS);
        final Bar bar = new Bar(numbers[0], 0);
        bar.openTicks = numbers[1];
        bar.highTicks = numbers[2];
        bar.lowTicks = numbers[3];
        bar.closeTicks = numbers[4];
        bar.quantityLots = numbers[5];
        bar.quoteAmount = numbers[6];
        bar.takerBuyLots = numbers[7];
        bar.takerBuyQuote = numbers[8];
        bar.tradeCount = numbers[9];
        bar.firstTradeId = numbers[10];
        bar.lastTradeId = numbers[11];
        return bar;
    }

    long minuteMs() {
        return minuteMs;
    }

    long openTicks() {
        return openTicks;
    }

    long highTicks() {
        return highTicks;
    }

    long lowTicks() {
        return lowTicks;
    }

    long closeTicks() {
        return closeTicks;
    }

    long quantityLots() {
        return quantityLots;
    }

    long quoteAmount() {
        return quoteAmount;
    }

    long takerBuyLots() {
        return takerBuyLots;
    }

    long takerBuyQuote() {
        return takerBuyQuote;
    }

    long tradeCount() {
        return tradeCount;
    }

    long firstTradeId() {
        return firstTradeId;
    }

    long lastTradeId() {
        return lastTradeId;
    }

    private static long saturatedSum(final long a, final long b) {
        final long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
