package io.bourse.client;

import io.bourse.schema.InstrumentState;

/**
 * An instrument as outsiders see it, and the one place that turns ticks and lots into decimal texts and back.
 *
 * @param instrumentId          from 1
 * @param symbol                such as SOL_USDC
 * @param base                  asset that is bought and sold
 * @param quote                 asset that prices are in
 * @param tickQuoteUnits        price of one whole base unit at one tick, in quote minor units
 * @param lotBaseUnits          one lot in base minor units
 * @param quoteUnitsPerTickLot  quote amount of one lot at one tick, in quote minor units
 * @param minQuantityLots       smallest order
 * @param maxQuantityLots       largest order
 * @param maxPriceTicks         highest limit
 * @param minNotional           smallest price x quantity, in quote minor units
 * @param maxNotional           largest price x quantity, in quote minor units
 * @param makerFeePpm           of the received amount, parts per million
 * @param takerFeePpm           of the received amount, parts per million
 * @param priceRangeBasisPoints reach of a market order around the last trade; 0: unlimited
 * @param state                 of trading
 */
public record Instrument(
    int instrumentId,
    String symbol,
    Asset base,
    Asset quote,
    long tickQuoteUnits,
    long lotBaseUnits,
    long quoteUnitsPerTickLot,
    long minQuantityLots,
    long maxQuantityLots,
    long maxPriceTicks,
    long minNotional,
    long maxNotional,
    int makerFeePpm,
    int takerFeePpm,
    int priceRangeBasisPoints,
    InstrumentState state) {

    /** Ticks as a decimal price. */
    public String priceText(final long ticks) {
        return quote.amountText(Math.multiplyExact(ticks, tickQuoteUnits));
    }

    /** Lots as a decimal quantity of the base asset. */
    public String quantityText(final long lots) {
        return base.amountText(Math.multiplyExact(lots, lotBaseUnits));
    }

    /** Quote minor units as a decimal amount. */
    public String quoteText(final long units) {
        return quote.amountText(units);
    }

    /** One tick as a decimal price. */
    public String tickSizeText() {
        return priceText(1);
    }

    /** One lot as a decimal quantity. */
    public String stepSizeText() {
        return quantityText(1);
    }

    /**
     * A decimal price as ticks.
     *
     * @throws NumberFormatException if it is no plain decimal number, does not fit, or lies between two ticks
     */
    public long parsePrice(final String text) {
        return onGrid(text, quote.parseAmount(text), tickQuoteUnits, "tick size", tickSizeText());
    }

    /**
     * A decimal quantity of the base asset as lots.
     *
     * @throws NumberFormatException if it is no plain decimal number, does not fit, or lies between two lots
     */
    public long parseQuantity(final String text) {
        return onGrid(text, base.parseAmount(text), lotBaseUnits, "step size", stepSizeText());
    }

    /** The same instrument in another state. */
    public Instrument withState(final InstrumentState newState) {
        return new Instrument(instrumentId, symbol, base, quote, tickQuoteUnits, lotBaseUnits, quoteUnitsPerTickLot,
            minQuantityLots, maxQuantityLots, maxPriceTicks, minNotional, maxNotional, makerFeePpm, takerFeePpm,
            priceRangeBasisPoints, newState);
    }

    /** The same instrument with other rates of fee tier 0, which is everybody's who has no other. */
    public Instrument withFees(final int newMakerFeePpm, final int newTakerFeePpm) {
        return new Instrument(instrumentId, symbol, base, quote, tickQuoteUnits, lotBaseUnits, quoteUnitsPerTickLot,
            minQuantityLots, maxQuantityLots, maxPriceTicks, minNotional, maxNotional, newMakerFeePpm, newTakerFeePpm,
            priceRangeBasisPoints, state);
    }

    private static long onGrid(
        final String text, final long units, final long step, final String stepName, final String stepText) {
        if (units % step != 0) {
            throw new NumberFormatException(text + " is not a multiple of the " + stepName + " " + stepText);
        }
        return units / step;
    }
}
