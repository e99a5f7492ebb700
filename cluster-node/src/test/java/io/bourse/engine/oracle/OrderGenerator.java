package io.bourse.engine.oracle;

/** Orders, amends and replacements that mostly make sense where the book is now. */
final class OrderGenerator {
    /** Quantities below it are those of swarms with small ones. */
    private static final int SMALL_MAX = 10_000;
    /** Nine characters. */
    private static final long FULL_WORD = fullWord();

    private final Swarm swarm;

    OrderGenerator(final Swarm swarm) {
        this.swarm = swarm;
    }

    /** Fills the fields of an order; for a replacement on the instrument and side of its original. */
    void fill(final long[] it, final NaiveState state, final NaiveOrder original) {
        final int instruments = state.instruments.size();
        final NaiveInstrument instrument = original == null ? state.instrument(1 + random(Math.min(instruments, 3)))
            : state.instrument(original.instrumentId);
        final boolean buy = original == null ? random(2) == 0 : original.isBuy();
        final int type = swarm.weighted(swarm.typeWeights);
        it[Command.INSTRUMENT] = instrument.id;
        it[Command.SIDE] = buy ? 0 : 1;
        it[Command.TYPE] = type;
        it[Command.TIME_IN_FORCE] = timeInForce(type);
        it[Command.QUANTITY] = quantity(instrument);
        it[Command.PREVENTION] = swarm.weighted(swarm.preventionWeights);
        final long around = around(instrument);
        if (type == NaiveOrder.MARKET) {
            if (buy && random(3) == 0) {
                it[Command.QUANTITY] = 0;
                it[Command.AMOUNT] = Math.max(1, around * (1 + random(2 * swarm.quantityMax)) * instrument.unit + random(7) - 3);
            }
        } else if (type == NaiveOrder.LIMIT || type == NaiveOrder.LIMIT_MAKER) {
            it[Command.PRICE] = near(instrument, buy, type == NaiveOrder.LIMIT_MAKER ? 1 : swarm.crossing);
        } else {
            fillStop(it, instrument, type, buy, around);
        }
        final int tif = (int) it[Command.TIME_IN_FORCE];
        if (tif == NaiveOrder.GTD) {
            it[Command.EXPIRES] = state.nowNs + 1 + random(swarm.horizonNs);
        }
        if (it[Command.PRICE] != 0 && tif != NaiveOrder.IOC && tif != NaiveOrder.FOK && swarm.oneIn(swarm.displayOdds)) {
            // Quantities are small, or so large that slices come near the most there may be.
            final long quantity = it[Command.QUANTITY];
            it[Command.DISPLAY] = quantity < SMALL_MAX
                ? 1 + random(Math.clamp(quantity, 1, 4)) : quantity / (swarm.oneIn(20) ? 999 + random(3) : 1 + random(20));
        }
        if (swarm.oneIn(swarm.sessionOdds)) {
            it[Command.SESSION] = 1 + random(3);
            it[Command.ON_DISCONNECT] = random(2);
        }
        if (swarm.oneIn(swarm.idOdds)) {
            name(it, Command.ID);
        }
    }

    private void fillStop(
        final long[] it, final NaiveInstrument instrument, final int type, final boolean buy, final long around) {
        final boolean upwards = (type == NaiveOrder.STOP_LOSS || type == NaiveOrder.STOP_LOSS_LIMIT) == buy;
        final long distance = swarm.oneIn(12) ? -random(3) : 1 + random(swarm.spread);
        final long stop = clamp(instrument, upwards ? around + distance : around - distance);
        if (swarm.oneIn(swarm.trailingOdds)) {
            it[Command.TRAILING] = swarm.pick(1, 50, 200, 500, 1 + random(9_999));
        } else {
            it[Command.STOP] = stop;
        }
        if (type == NaiveOrder.STOP_LOSS_LIMIT || type == NaiveOrder.TAKE_PROFIT_LIMIT) {
            it[Command.PRICE] = clamp(instrument, stop + random(2 * swarm.spread + 1) - swarm.spread);
        }
    }

    private int timeInForce(final int type) {
        if (swarm.oneIn(60)) {
            return 1 + random(5);
        }
        if (type == NaiveOrder.MARKET) {
            return NaiveOrder.IOC;
        }
        final int tif = swarm.weighted(swarm.timeInForceWeights);
        final boolean rests = type == NaiveOrder.LIMIT_MAKER || type == NaiveOrder.STOP_LOSS || type == NaiveOrder.TAKE_PROFIT;
        return rests && (tif == NaiveOrder.IOC || tif == NaiveOrder.FOK) ? NaiveOrder.GTC : tif;
    }

    long quantity(final NaiveInstrument instrument) {
        return swarm.oneIn(50) ? instrument.maxQuantity + random(3) - 1 : instrument.minQuantity + random(swarm.quantityMax);
    }

    /** Where the instrument trades. */
    private long around(final NaiveInstrument instrument) {
        return instrument.lastPrice != 0 ? instrument.lastPrice : swarm.basePrice;
    }

    /** A limit that crosses by at most so many ticks. */
    long near(final NaiveInstrument instrument, final boolean buy, final int crossing) {
        final long ticks = random(swarm.spread + crossing + 1) - crossing;
        return clamp(instrument, swarm.oneIn(100) ? instrument.maxPrice + random(3) - 1
            : buy ? around(instrument) - ticks : around(instrument) + ticks);
    }

    private long clamp(final NaiveInstrument instrument, final long price) {
        return swarm.oneIn(80) ? price : Math.max(1, Math.min(instrument.maxPrice, price));
    }

    /** A client order id out of few; some are long. */
    void name(final long[] it, final int offset) {
        final long character = '!' + random(swarm.ids);
        if (character == '!') {
            it[offset] = FULL_WORD;
            it[offset + 1] = FULL_WORD;
            it[offset + 2] = FULL_WORD;
            it[offset + 3] = 'x' + random(2);
        } else {
            it[offset] = character;
        }
    }

    /** Names an open order of the account, or what might be one. */
    void reference(final long[] it, final int offset, final NaiveOrder order) {
        if (order != null && order.hasClientId() && random(2) == 0) {
            for (int word = 0; word < 4; word++) {
                it[offset + 1 + word] = order.clientId(word);
            }
        } else if (order != null) {
            it[offset] = order.id;
        } else if (random(2) == 0) {
            it[offset] = 1 + random(50);
        } else {
            name(it, offset + 1);
        }
    }

    /** New limit and total of an order. */
    void amend(final long[] it, final NaiveState state, final NaiveOrder order) {
        final NaiveInstrument instrument = order == null ? state.instrument(1) : state.instrument(order.instrumentId);
        final long price = order == null ? 1 : order.price;
        final long quantity = order == null ? 1 : order.quantity;
        it[5] = random(2) == 0 ? price : near(instrument, order != null && order.isBuy(), swarm.crossing);
        it[6] = switch (random(4)) {
            case 0 -> quantity;
            case 1 -> quantity + 1 + random(swarm.quantityMax);
            case 2 -> order == null ? 1 : order.executed + order.prevented + random(3);
            default -> Math.max(1, quantity - random(swarm.quantityMax));
        };
    }

    private static long fullWord() {
        long word = 0;
        for (int i = 0; i < 9; i++) {
            word = word << 7 | 'k';
        }
        return word;
    }

    private int random(final int bound) {
        return swarm.random.nextInt(bound);
    }
}
