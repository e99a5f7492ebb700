package io.bourse.engine;

/** The instruments, by id and symbol. */
final class InstrumentTable {
    private final Instrument[] instruments;
    private final OrderSlots slots;
    private final PriceLevels levels;
    private int count;

    InstrumentTable(final int limit, final OrderSlots slots, final PriceLevels levels) {
        this.slots = slots;
        this.levels = levels;
        instruments = new Instrument[limit + 1];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count >= instruments.length - 1;
    }

    /** The instrument of an id, or null. */
    Instrument get(final int instrumentId) {
        return instrumentId > 0 && instrumentId <= count ? instruments[instrumentId] : null;
    }

    Instrument bySymbol(final long symbol0, final long symbol1) {
        for (int i = 1; i <= count; i++) {
            if (instruments[i].symbol0 == symbol0 && instruments[i].symbol1 == symbol1) {
                return instruments[i];
            }
        }
        return null;
    }

    /** Adds an instrument and gives it its id. */
    void add(final Instrument instrument) {
        instrument.instrumentId = ++count;
        instrument.book = new OrderBook(slots, levels);
        instrument.stops = new StopBook(slots, levels);
        instruments[count] = instrument;
    }
}
