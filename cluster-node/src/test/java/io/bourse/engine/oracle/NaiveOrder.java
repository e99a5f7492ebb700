package io.bourse.engine.oracle;

import java.math.BigInteger;

/** An order of the oracle. */
final class NaiveOrder {
    static final int LIMIT = 1;
    static final int MARKET = 2;
    static final int LIMIT_MAKER = 3;
    static final int STOP_LOSS = 4;
    static final int STOP_LOSS_LIMIT = 5;
    static final int TAKE_PROFIT = 6;
    static final int TAKE_PROFIT_LIMIT = 7;
    static final int GTC = 1;
    static final int IOC = 2;
    static final int FOK = 3;
    static final int GTD = 4;
    static final int DAY = 5;

    /** Where it is. */
    enum Place { PARKED, WAITING, RESTING, MATCHING, ENDED }

    final Command command;
    long id;
    long accountId;
    int instrumentId;
    int side;
    int type;
    int timeInForce;
    long price;
    long quantity;
    long amount;
    long remaining;
    long executed;
    long executedQuote;
    long prevented;
    /** Present trigger price. */
    long stop;
    /** Trigger price at entry. */
    long firstStop;
    int trailing;
    long best;
    long display;
    long shown;
    long expires;
    int prevention;
    long session;
    boolean onDisconnect;
    long enteredNs;
    BigInteger locked = BigInteger.ZERO;
    Place place = Place.MATCHING;
    boolean triggered;
    boolean activated;
    /** Of two orders at a price the one with the lower number is first. */
    long turn;
    boolean sessionEnded;
    long sessionEndNs;
    /** Result of the command that entered it. */
    long[] answer;

    NaiveOrder(final Command command, final NaiveOrder original) {
        this.command = command;
        accountId = command.accountId();
        instrumentId = original == null ? command.intField(Command.INSTRUMENT) : original.instrumentId;
        side = original == null ? command.intField(Command.SIDE) : original.side;
        type = command.intField(Command.TYPE);
        timeInForce = command.intField(Command.TIME_IN_FORCE);
        price = command.field(Command.PRICE);
        quantity = command.field(Command.QUANTITY);
        remaining = quantity;
        amount = command.field(Command.AMOUNT);
        stop = command.field(Command.STOP);
        firstStop = stop;
        trailing = command.intField(Command.TRAILING);
        display = command.field(Command.DISPLAY);
        expires = command.field(Command.EXPIRES);
        prevention = command.intField(Command.PREVENTION);
        session = command.field(Command.SESSION);
        onDisconnect = command.field(Command.ON_DISCONNECT) != 0;
    }

    boolean isBuy() {
        return side == 0;
    }

    boolean isStop() {
        return type >= STOP_LOSS && type <= TAKE_PROFIT_LIMIT;
    }

    boolean hasLimit() {
        return type == LIMIT || type == LIMIT_MAKER || type == STOP_LOSS_LIMIT || type == TAKE_PROFIT_LIMIT;
    }

    boolean isByAmount() {
        return amount != 0;
    }

    boolean isImmediate() {
        return timeInForce == IOC || timeInForce == FOK;
    }

    /** A trigger at or above the stop price; otherwise at or below. */
    boolean triggersUpwards() {
        return (type == STOP_LOSS || type == STOP_LOSS_LIMIT) == isBuy();
    }

    boolean conditionHolds(final long tradePrice) {
        return triggersUpwards() ? tradePrice >= stop : tradePrice <= stop;
    }

    /** An order without a limit buys as far as its money goes. */
    boolean isBoundedByMoney() {
        return isBuy() && !hasLimit();
    }

    /** Must not trade any more. */
    boolean isDue(final long nowNs) {
        return timeInForce == GTD && expires <= nowNs || sessionEnded;
    }

    long clientId(final int word) {
        return command.field(Command.ID + word);
    }

    boolean hasClientId() {
        return (clientId(0) | clientId(1) | clientId(2) | clientId(3)) != 0;
    }

    boolean hasClientId(final long[] words, final int offset) {
        return clientId(0) == words[offset] && clientId(1) == words[offset + 1] && clientId(2) == words[offset + 2] &&
            clientId(3) == words[offset + 3];
    }

    /** The same request again: every field but the session, and for a replacement instrument and side, which it ignores. */
    boolean hasContentOf(final Command other) {
        if (command.kind() != other.kind()) {
            return false;
        }
        for (int i = command.kind() == CommandKind.REPLACE ? Command.TYPE : 0; i < command.fields().length; i++) {
            if (i != Command.SESSION && command.field(i) != other.field(i)) {
                return false;
            }
        }
        return true;
    }
}
