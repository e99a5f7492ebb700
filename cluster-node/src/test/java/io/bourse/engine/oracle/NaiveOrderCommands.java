package io.bourse.engine.oracle;

import io.bourse.engine.CloseReason;
import io.bourse.engine.OrderStatus;
import io.bourse.engine.RejectReason;
import java.math.BigInteger;

/** New order, replace, amend, cancel. */
final class NaiveOrderCommands {
    private static final int CANCEL_REGARDLESS = 1;

    private final NaiveState state;
    private final NaiveLedger ledger;
    private final NaiveLadder ladder;
    private final NaiveEnds ends;
    private final NaiveStops stops;
    private final NaiveMatching matching;

    NaiveOrderCommands(
        final NaiveState state, final NaiveLedger ledger, final NaiveLadder ladder, final NaiveEnds ends,
        final NaiveStops stops, final NaiveMatching matching) {
        this.state = state;
        this.ledger = ledger;
        this.ladder = ladder;
        this.ends = ends;
        this.stops = stops;
        this.matching = matching;
    }

    RejectReason enter(final Command command, final NaiveResult result) {
        result.echo(command.fields(), Command.ID);
        final RejectReason reason = tryEnter(command, result);
        if (reason != null) {
            result.status = OrderStatus.REJECTED.code();
        }
        return reason;
    }

    private RejectReason tryEnter(final Command command, final NaiveResult result) {
        if (!NaiveText.isText(command.fields(), Command.ID)) {
            return RejectReason.MALFORMED;
        }
        if (isRepeat(command, result)) {
            return null;
        }
        final NaiveOrder order = new NaiveOrder(command, null);
        final RejectReason reason = ladder.reject(order, null);
        if (reason == null) {
            accept(order, ladder.reservation(order, null), result);
        }
        return reason;
    }

    RejectReason replace(final Command command, final NaiveResult result) {
        result.echo(command.fields(), Command.ID);
        final RejectReason reason = tryReplace(command, result);
        if (reason != null) {
            result.status = OrderStatus.REJECTED.code();
        }
        return reason;
    }

    private RejectReason tryReplace(final Command command, final NaiveResult result) {
        if (!isName(command, Command.ORIGINAL) || !NaiveText.isText(command.fields(), Command.ID)) {
            return RejectReason.MALFORMED;
        }
        final int mode = command.intField(Command.MODE);
        if (mode != 0 && mode != CANCEL_REGARDLESS) {
            return RejectReason.INVALID_SETTING;
        }
        if (state.account(command.accountId()) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (isRepeat(command, result)) {
            return null;
        }
        final NaiveOrder original = find(command, Command.ORIGINAL);
        if (original == null) {
            return RejectReason.UNKNOWN_ORDER;
        }
        final NaiveOrder order = new NaiveOrder(command, original);
        final RejectReason reason = ladder.reject(order, original);
        if (reason == null) {
            final BigInteger reservation = ladder.reservation(order, original);
            ends.cancel(original, CloseReason.REPLACED);
            accept(order, reservation, result);
        } else if (mode == CANCEL_REGARDLESS) {
            ends.cancel(original, CloseReason.REQUESTED);
            result.count = 1;
        }
        return reason;
    }

    private boolean isRepeat(final Command command, final NaiveResult result) {
        if (state.account(command.accountId()) == null) {
            return false;
        }
        NaiveOrder known = state.find(command.accountId(), 0, command.fields(), Command.ID);
        known = known != null ? known : state.remembered(command.accountId(), command.fields(), Command.ID);
        if (known == null || !known.hasContentOf(command)) {
            return false;
        }
        result.repeat(known.answer);
        return true;
    }

    private void accept(final NaiveOrder order, final BigInteger reservation, final NaiveResult result) {
        order.id = ++state.lastOrderId;
        order.enteredNs = state.nowNs;
        final Command it = order.command;
        state.log.add(EventKind.ACCEPTED, order.id, order.accountId, order.instrumentId, order.side, order.type,
            order.timeInForce, order.price, order.quantity, order.amount, order.remaining, order.stop, order.trailing,
            order.display, order.expires, order.prevention, order.session, order.onDisconnect ? 1 : 0, order.enteredNs,
            it.field(Command.ID), it.field(Command.ID + 1), it.field(Command.ID + 2), it.field(Command.ID + 3));
        ledger.lock(order, reservation);
        if (order.isStop()) {
            order.place = NaiveOrder.Place.PARKED;
            state.open.add(order);
            result.show(order, OrderStatus.NEW);
        } else {
            result.show(order, matching.match(order));
            stops.collect(state.instrument(order.instrumentId));
        }
        order.answer = result.answer();
    }

    RejectReason cancel(final Command command, final NaiveResult result) {
        if (!isName(command, 0)) {
            return RejectReason.MALFORMED;
        }
        result.echo(command.fields(), 1);
        if (command.accountId() != 0 && state.account(command.accountId()) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final NaiveOrder order = find(command, 0);
        if (order == null) {
            return RejectReason.UNKNOWN_ORDER;
        }
        ends.cancel(order, CloseReason.REQUESTED);
        result.show(order, OrderStatus.CANCELLED);
        return null;
    }

    RejectReason cancelAll(final Command command, final NaiveResult result) {
        final int instrument = command.intField(0);
        final int side = command.intField(1);
        final long session = command.field(2);
        if (instrument != 0 && state.instrument(instrument) == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (side != 0 && side != 1 && side != 255) {
            return RejectReason.INVALID_SIDE;
        }
        if (state.account(command.accountId()) == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        result.subject = command.accountId();
        result.count = ends.cancelAll(order -> order.accountId == command.accountId() &&
            (instrument == 0 || order.instrumentId == instrument) && (side == 255 || order.side == side) &&
            (session == 0 || order.session == session), CloseReason.CANCEL_ALL);
        return null;
    }

    RejectReason amend(final Command command, final NaiveResult result) {
        if (!isName(command, 0)) {
            return RejectReason.MALFORMED;
        }
        result.echo(command.fields(), 1);
        final NaiveAccount account = state.account(command.accountId());
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final NaiveOrder order = find(command, 0);
        if (order == null) {
            return RejectReason.UNKNOWN_ORDER;
        }
        final long price = command.field(5);
        final long quantity = command.field(6);
        RejectReason reason = rejectAmend(order, account, price, quantity);
        if (reason != null) {
            return reason;
        }
        if (quantity <= order.executed + order.prevented) {
            ends.cancel(order, CloseReason.AMENDED);
            result.show(order, OrderStatus.CANCELLED);
            return null;
        }
        if (order.display != 0 && NaiveLadder.hasTooManySlices(order.display, quantity)) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        reason = NaiveLadder.rejectLots(price, quantity, instrument);
        reason = reason != null ? reason : NaiveLadder.rejectNotional(instrument.quoteOf(price, quantity), instrument);
        reason = reason != null ? reason : rejectOpenAmend(order, account, price, quantity);
        if (reason == null) {
            change(order, price, quantity, result);
        }
        return reason;
    }

    private RejectReason rejectAmend(
        final NaiveOrder order, final NaiveAccount account, final long price, final long quantity) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        if (order.place != NaiveOrder.Place.RESTING || order.isDue(state.nowNs)) {
            return RejectReason.ORDER_NOT_AMENDABLE;
        }
        if (instrument.state != NaiveInstrument.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        if (account.blocked || order.session != 0 && state.isSessionBlocked(account.id, order.session)) {
            throw new IllegalStateException("a blocked account or session has an open order: " + order.id);
        }
        if (price <= 0) {
            return RejectReason.INVALID_PRICE;
        }
        return quantity <= 0 ? RejectReason.INVALID_QUANTITY : null;
    }

    /** The rules for one that stays open; they are asked with its new numbers, and it has the old ones again afterwards. */
    private RejectReason rejectOpenAmend(
        final NaiveOrder order, final NaiveAccount account, final long price, final long quantity) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        final long oldPrice = order.price;
        final long oldRemaining = order.remaining;
        final BigInteger oldNotional = state.openNotional(order);
        final boolean moved = price != oldPrice;
        order.price = price;
        order.remaining = quantity - order.executed - order.prevented;
        final BigInteger difference = ledger.reservation(order, price, order.remaining).subtract(order.locked);
        RejectReason reason = null;
        if (moved && instrument.bandMode == 0 && instrument.isOutsideBand(price)) {
            reason = RejectReason.PRICE_OUTSIDE_BAND;
        } else if (state.openNotional(order).compareTo(oldNotional) > 0 && ladder.isAboveOpenNotional(order, order, account)) {
            reason = RejectReason.OPEN_NOTIONAL_ABOVE_LIMIT;
        } else if (moved && !state.hasRoom(order, NaiveOrder.Place.RESTING, order)) {
            reason = RejectReason.LIMIT_REACHED;
        } else if (moved && order.type == NaiveOrder.LIMIT_MAKER && ladder.wouldCross(order)) {
            reason = RejectReason.POST_ONLY_WOULD_CROSS;
        } else if (difference.compareTo(account.available[ledger.assetOf(order)]) > 0) {
            reason = RejectReason.INSUFFICIENT_BALANCE;
        }
        order.price = oldPrice;
        order.remaining = oldRemaining;
        return reason;
    }

    private void change(final NaiveOrder order, final long price, final long quantity, final NaiveResult result) {
        final boolean keeps = price == order.price && quantity <= order.quantity;
        if (!keeps) {
            state.touch(order);
            order.place = NaiveOrder.Place.MATCHING;
        }
        order.price = price;
        order.quantity = quantity;
        order.remaining = quantity - order.executed - order.prevented;
        state.log.add(EventKind.AMENDED, order.id, price, quantity, order.remaining, keeps ? 1 : 0);
        final BigInteger difference = ledger.reservation(order, price, order.remaining).subtract(order.locked);
        if (difference.signum() > 0) {
            ledger.lock(order, difference);
        } else {
            ledger.release(order, difference.negate());
        }
        if (keeps) {
            if (order.remaining < order.shown) {
                order.shown = order.remaining;
                state.touch(order);
            }
            result.show(order, order.executed == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED);
            return;
        }
        result.show(order, matching.match(order));
        stops.collect(state.instrument(order.instrumentId));
    }

    /** By order id, or, when that is 0, by the four words behind it. */
    private NaiveOrder find(final Command command, final int offset) {
        return state.find(command.accountId(), command.field(offset), command.fields(), offset + 1);
    }

    private static boolean isName(final Command command, final int offset) {
        final long orderId = command.field(offset);
        final boolean hasWords = (command.field(offset + 1) | command.field(offset + 2) | command.field(offset + 3) |
            command.field(offset + 4)) != 0;
        return NaiveText.isText(command.fields(), offset + 1) && (orderId > 0 || orderId == 0 && hasWords);
    }
}
