package io.bourse.marketdata;

import io.bourse.client.Instrument;

import java.math.BigInteger;

/** Rolling 24 hours of one instrument: the open minute and the 1,439 before it. */
final class Ticker {
    /** Length of the window. */
    static final long WINDOW_MS = 24 * 60 * MinuteBars.MINUTE_MS;

    private Ticker() {
    }

    /**
     * The statistics as members of a JSON object, without braces. Without trades in the window every price is that of
     * the last trade before it; without any trade ever everything is zero.
     *
     * @param openMinuteMs start of the minute that the window ends with
     */
    static String members(final PublicMarket market, final long openMinuteMs) {
        final long fromMs = openMinuteMs + MinuteBars.MINUTE_MS - WINDOW_MS;
        final PublicTrade lastTrade = market.lastTrade();
        final long lastTicks = lastTrade == null ? 0 : lastTrade.priceTicks();
        BigInteger lots = BigInteger.ZERO;
        BigInteger quote = BigInteger.ZERO;
        long firstTicks = lastTicks;
        long highTicks = lastTicks;
        long lowTicks = lastTicks;
        long firstTradeId = 0;
        long tradeCount = 0;
        for (final Bar bar : market.bars().all()) {
            if (bar.minuteMs() < fromMs) {
                continue;
            }
            if (tradeCount == 0) {
                firstTicks = bar.openTicks();
                firstTradeId = bar.firstTradeId();
            }
            highTicks = Math.max(highTicks, bar.highTicks());
            lowTicks = Math.min(lowTicks, bar.lowTicks());
            lots = lots.add(BigInteger.valueOf(bar.quantityLots()));
            quote = quote.add(BigInteger.valueOf(bar.quoteAmount()));
            tradeCount += bar.tradeCount();
        }
        final Instrument instrument = market.instrument();
        return "\"firstPrice\":\"" + DecimalText.price(instrument, firstTicks) +
            "\",\"lastPrice\":\"" + DecimalText.price(instrument, lastTicks) +
            "\",\"high\":\"" + DecimalText.price(instrument, highTicks) +
            "\",\"low\":\"" + DecimalText.price(instrument, lowTicks) +
            "\",\"priceChange\":\"" + DecimalText.price(instrument, lastTicks - firstTicks) +
            "\",\"priceChangePercent\":\"" + DecimalText.percent(firstTicks, lastTicks) +
            "\",\"volume\":\"" +
            DecimalText.exact(lots.multiply(BigInteger.valueOf(instrument.lotBaseUnits())), instrument.base()) +
            "\",\"quoteVolume\":\"" + DecimalText.exact(quote, instrument.quote()) +
            "\",\"lastQuantity\":\"" + DecimalText.quantity(instrument, lastTrade == null ? 0 : lastTrade.quantityLots()) +
            "\",\"trades\":" + tradeCount +
            ",\"firstTradeId\":" + firstTradeId +
            ",\"lastTradeId\":" + (tradeCount == 0 ? 0 : lastTrade.tradeId());
    }
}
