package io.bourse.engine.oracle;

import io.bourse.engine.RejectReason;
import java.math.BigInteger;

/** Rules 2 to 28 of a new order, in order. A replacement comes with its original, which counts as gone. */
final class NaiveLadder {
    private static final int TRAILING_MAX = 9_999;

    private final NaiveState state;
    private final NaiveLedger ledger;

    NaiveLadder(final NaiveState state, final NaiveLedger ledger) {
        this.state = state;
        this.ledger = ledger;
    }

    RejectReason reject(final NaiveOrder order, final NaiveOrder original) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (instrument.state != NaiveInstrument.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        final NaiveAccount account = state.account(order.accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (account.blocked) {
            return RejectReason.ACCOUNT_BLOCKED;
        }
        if (order.session != 0 && state.isSessionBlocked(order.accountId, order.session)) {
            return RejectReason.SESSION_BLOCKED;
        }
        RejectReason reason = rejectCodes(order, instrument);
        reason = reason != null ? reason : rejectNumbers(order);
        reason = reason != null ? reason : rejectSize(order, instrument);
        reason = reason != null ? reason : rejectPrices(order, instrument);
        return reason != null ? reason : rejectState(order, original, instrument, account);
    }

    private RejectReason rejectCodes(final NaiveOrder order, final NaiveInstrument instrument) {
        if (order.side != 0 && order.side != 1) {
            return RejectReason.INVALID_SIDE;
        }
        if (state.isStorageLow()) {
            return RejectReason.STORAGE_LOW;
        }
        if (order.type < NaiveOrder.LIMIT || order.type > NaiveOrder.TAKE_PROFIT_LIMIT) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        final boolean known = order.timeInForce >= NaiveOrder.GTC && order.timeInForce <= NaiveOrder.DAY;
        final boolean fits = switch (order.type) {
            case NaiveOrder.MARKET -> order.timeInForce == NaiveOrder.IOC;
            case NaiveOrder.LIMIT_MAKER, NaiveOrder.STOP_LOSS, NaiveOrder.TAKE_PROFIT -> !order.isImmediate();
            default -> true;
        };
        if (!known || !fits) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        if (order.prevention < 0 || order.prevention > NaiveMatching.DECREMENT ||
            order.prevention == NaiveMatching.DECREMENT && order.amount != 0) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        }
        if (order.trailing != 0 && (!order.isStop() || order.trailing < 0 || order.trailing > TRAILING_MAX)) {
            return RejectReason.INVALID_TRAILING_DELTA;
        }
        final boolean wantsStop = order.isStop() && order.trailing == 0;
        if (wantsStop ? order.stop <= 0 || order.stop > instrument.maxPrice : order.stop != 0) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        return null;
    }

    private RejectReason rejectNumbers(final NaiveOrder order) {
        if (order.display != 0 &&
            (order.display < 0 || order.display > order.quantity || !order.hasLimit() || order.isImmediate() ||
                hasTooManySlices(order.display, order.quantity))) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        if (order.timeInForce == NaiveOrder.GTD ? order.expires <= state.nowNs : order.expires != 0) {
            return RejectReason.INVALID_EXPIRY;
        }
        if (order.hasLimit() ? order.price <= 0 : order.price != 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (order.quantity <= 0 && !(order.type == NaiveOrder.MARKET && order.amount != 0)) {
            return RejectReason.INVALID_QUANTITY;
        }
        if (order.amount != 0 &&
            (order.amount < 0 || order.type != NaiveOrder.MARKET || !order.isBuy() || order.quantity != 0)) {
            return RejectReason.INVALID_AMOUNT;
        }
        return null;
    }

    static boolean hasTooManySlices(final long display, final long quantity) {
        return BigInteger.valueOf(display).multiply(BigInteger.valueOf(1_000)).compareTo(BigInteger.valueOf(quantity)) < 0;
    }

    private RejectReason rejectSize(final NaiveOrder order, final NaiveInstrument instrument) {
        if (order.amount == 0) {
            final RejectReason reason = rejectLots(order.price, order.quantity, instrument);
            if (reason != null) {
                return reason;
            }
        }
        if (order.trailing != 0) {
            if (instrument.lastPrice == 0) {
                return RejectReason.NO_REFERENCE_PRICE;
            }
            order.best = instrument.lastPrice;
            order.stop = instrument.trailingStop(order.triggersUpwards(), order.best, order.trailing);
            order.firstStop = order.stop;
        }
        if (order.type == NaiveOrder.MARKET && order.amount == 0) {
            return null;
        }
        return rejectNotional(order.amount != 0 ? BigInteger.valueOf(order.amount)
            : instrument.quoteOf(order.hasLimit() ? order.price : order.stop, order.quantity), instrument);
    }

    static RejectReason rejectLots(final long price, final long quantity, final NaiveInstrument instrument) {
        return price > instrument.maxPrice ? RejectReason.PRICE_ABOVE_MAXIMUM
            : quantity < instrument.minQuantity ? RejectReason.QUANTITY_BELOW_MINIMUM
            : quantity > instrument.maxQuantity ? RejectReason.QUANTITY_ABOVE_MAXIMUM : null;
    }

    static RejectReason rejectNotional(final BigInteger notional, final NaiveInstrument instrument) {
        return notional.bitLength() >= Long.SIZE ? RejectReason.OVERFLOW
            : notional.longValueExact() < instrument.minNotional ? RejectReason.NOTIONAL_BELOW_MINIMUM
            : notional.longValueExact() > instrument.maxNotional ? RejectReason.NOTIONAL_ABOVE_MAXIMUM : null;
    }

    private RejectReason rejectPrices(final NaiveOrder order, final NaiveInstrument instrument) {
        if (order.type == NaiveOrder.MARKET && instrument.range > 0 && instrument.lastPrice == 0 &&
            state.best(instrument.id, !order.isBuy(), true) == null) {
            return RejectReason.NO_REFERENCE_PRICE;
        }
        if ((order.type == NaiveOrder.LIMIT || order.type == NaiveOrder.LIMIT_MAKER) && instrument.bandMode == 0 &&
            instrument.isOutsideBand(order.price)) {
            return RejectReason.PRICE_OUTSIDE_BAND;
        }
        return order.isStop() && order.trailing == 0 && instrument.lastPrice != 0 &&
            order.conditionHolds(instrument.lastPrice) ? RejectReason.WOULD_TRIGGER_IMMEDIATELY : null;
    }

    private RejectReason rejectState(
        final NaiveOrder order, final NaiveOrder original, final NaiveInstrument instrument, final NaiveAccount account) {
        if (order.hasClientId()) {
            final NaiveOrder same = state.find(account.id, 0, order.command.fields(), Command.ID);
            if (same != null ? same != original
                : state.remembered(account.id, order.command.fields(), Command.ID) != null) {
                return RejectReason.DUPLICATE_CLIENT_ORDER_ID;
            }
        }
        if (order.isStop() || !order.isImmediate()) {
            final RejectReason reason = rejectPlace(order, original, instrument, account);
            if (reason != null) {
                return reason;
            }
        }
        if (order.type == NaiveOrder.LIMIT_MAKER && wouldCross(order)) {
            return RejectReason.POST_ONLY_WOULD_CROSS;
        }
        return needed(order, original).compareTo(money(order, original)) > 0 ? RejectReason.INSUFFICIENT_BALANCE : null;
    }

    private RejectReason rejectPlace(
        final NaiveOrder order, final NaiveOrder original, final NaiveInstrument instrument, final NaiveAccount account) {
        final int gone = original == null ? 0 : 1;
        final int count = state.openCount(account.id) - gone;
        if (account.maxOrders != 0 && count >= account.maxOrders || count >= state.limits.openOrdersPerAccount()) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        if (isAboveOpenNotional(order, original, account)) {
            return RejectReason.OPEN_NOTIONAL_ABOVE_LIMIT;
        }
        if (state.open.size() - gone >= state.limits.openOrders()) {
            return RejectReason.LIMIT_REACHED;
        }
        if (order.trailing != 0) {
            int trailing = 0;
            for (final NaiveOrder other : state.open) {
                trailing += other != original && other.instrumentId == instrument.id && other.trailing != 0 &&
                    other.place == NaiveOrder.Place.PARKED ? 1 : 0;
            }
            return trailing >= state.limits.trailingOrders() ? RejectReason.LIMIT_REACHED : null;
        }
        final NaiveOrder.Place place = order.isStop() ? NaiveOrder.Place.PARKED : NaiveOrder.Place.RESTING;
        return state.hasRoom(order, place, original) ? null : RejectReason.LIMIT_REACHED;
    }

    boolean isAboveOpenNotional(final NaiveOrder order, final NaiveOrder gone, final NaiveAccount account) {
        if (account.maxNotional == 0) {
            return false;
        }
        BigInteger sum = state.openNotional(order);
        for (final NaiveOrder other : state.open) {
            if (other != gone && other != order && other.accountId == account.id &&
                other.instrumentId == order.instrumentId) {
                sum = sum.add(state.openNotional(other));
            }
        }
        return sum.compareTo(BigInteger.valueOf(account.maxNotional)) > 0;
    }

    boolean wouldCross(final NaiveOrder order) {
        final NaiveOrder best = state.best(order.instrumentId, !order.isBuy(), true);
        return best != null && (order.isBuy() ? best.price <= order.price : best.price >= order.price);
    }

    private BigInteger money(final NaiveOrder order, final NaiveOrder original) {
        final BigInteger available = state.account(order.accountId).available[ledger.assetOf(order)];
        return original == null ? available : available.add(original.locked);
    }

    /** What must be there. */
    private BigInteger needed(final NaiveOrder order, final NaiveOrder original) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        if (order.type == NaiveOrder.MARKET && order.isBuy() && order.amount == 0 && instrument.range == 0) {
            final NaiveOrder best = state.best(instrument.id, false, true);
            return instrument.quoteOf(best == null ? 1 : best.price, 1);
        }
        return reservation(order, original);
    }

    /** What is locked. */
    BigInteger reservation(final NaiveOrder order, final NaiveOrder original) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        if (order.hasLimit() || !order.isBuy()) {
            return ledger.reservation(order, order.price, order.quantity);
        }
        if (order.amount != 0) {
            return BigInteger.valueOf(order.amount);
        }
        if (order.isStop()) {
            final long worst = instrument.range == 0 ? order.stop : instrument.rangeEnd(true, order.stop);
            return instrument.quoteOf(worst, order.quantity);
        }
        final BigInteger worst = instrument.quoteOf(marketEnd(order), order.quantity);
        return instrument.range == 0 ? worst.min(money(order, original)) : worst;
    }

    /** How far a market order may go: around the last trade, before the first around the best live price opposite. */
    long marketEnd(final NaiveOrder order) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        long around = instrument.lastPrice;
        if (around == 0 && instrument.range != 0) {
            final NaiveOrder best = state.best(instrument.id, !order.isBuy(), true);
            around = best == null ? 0 : best.price;
        }
        return instrument.rangeEnd(order.isBuy(), around);
    }
}
