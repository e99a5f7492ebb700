package io.bourse.engine.oracle;

import io.bourse.engine.RejectReason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What the operator sets up: assets, accounts, instruments and their states. */
final class NaiveDefinitions {
    private static final int DECIMALS_MAX = 18;
    private static final int BASIS_POINTS_MAX = 1_000_000;

    private final NaiveState state;
    private final List<long[]> assets = new ArrayList<>();
    private final List<long[]> symbols = new ArrayList<>();

    NaiveDefinitions(final NaiveState state) {
        this.state = state;
    }

    int assetCount() {
        return assets.size();
    }

    RejectReason account(final Command command, final NaiveResult result) {
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if ((command.field(0) | command.field(1)) == 0) {
            return RejectReason.MALFORMED;
        }
        for (int id = 1; id < state.accounts.size(); id++) {
            final NaiveAccount same = state.account(id);
            if (same.externalHigh == command.field(0) && same.externalLow == command.field(1)) {
                result.subject = id;
                return null;
            }
        }
        if (state.accounts.size() - 1 >= state.limits.accounts()) {
            return RejectReason.LIMIT_REACHED;
        }
        final NaiveAccount account = new NaiveAccount();
        account.id = state.accounts.size();
        account.externalHigh = command.field(0);
        account.externalLow = command.field(1);
        state.accounts.add(account);
        state.log.add(EventKind.ACCOUNT, account.id, account.externalHigh, account.externalLow);
        result.subject = account.id;
        return null;
    }

    RejectReason asset(final Command command, final NaiveResult result) {
        final int decimals = command.intField(2);
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if (!NaiveText.isSymbol(command.fields(), 0) || decimals < 0 || decimals > DECIMALS_MAX) {
            return RejectReason.INVALID_DEFINITION;
        }
        result.subject = indexOf(assets, command);
        if (result.subject != 0) {
            return RejectReason.DUPLICATE_SYMBOL;
        }
        if (assets.size() >= state.limits.assets()) {
            return RejectReason.LIMIT_REACHED;
        }
        assets.add(command.fields());
        result.subject = assets.size();
        state.log.add(EventKind.ASSET, assets.size(), command.field(0), command.field(1), decimals);
        return null;
    }

    RejectReason instrument(final Command command, final NaiveResult result) {
        final long[] it = command.fields();
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if (!NaiveText.isSymbol(it, 0)) {
            return RejectReason.INVALID_DEFINITION;
        }
        if (it[9] < 1 || it[9] > assets.size() || it[10] < 1 || it[10] > assets.size()) {
            return RejectReason.UNKNOWN_ASSET;
        }
        if (!isConsistent(it)) {
            return RejectReason.INVALID_DEFINITION;
        }
        if (it[17] < 1 || it[17] > 6) {
            return RejectReason.INVALID_STATE;
        }
        result.subject = indexOf(symbols, command);
        if (result.subject != 0) {
            return RejectReason.DUPLICATE_SYMBOL;
        }
        if (state.instruments.size() >= state.limits.instruments()) {
            return RejectReason.LIMIT_REACHED;
        }
        symbols.add(it);
        final NaiveInstrument instrument = create(it);
        state.instruments.add(instrument);
        result.subject = instrument.id;
        state.log.add(EventKind.INSTRUMENT, instrument.id, it[0], it[1], it[2], it[3], instrument.unit, it[4], it[5], it[6],
            it[7], it[8], it[9], it[10], it[11], it[12], it[13], it[14], it[15], it[16], it[17]);
        return null;
    }

    private boolean isConsistent(final long[] it) {
        final boolean numbers = it[9] != it[10] && it[2] >= 1 && it[3] >= 1 && it[4] >= 1 && it[5] >= it[4] && it[6] >= 1 &&
            it[7] >= 0 && it[8] >= 1 && it[8] >= it[7];
        final boolean settings = NaiveAccountCommands.isMakerRate((int) it[11]) &&
            NaiveAccountCommands.isTakerRate((int) it[12]) && it[13] >= 0 && it[13] <= BASIS_POINTS_MAX &&
            it[14] >= 0 && it[14] <= BASIS_POINTS_MAX && (it[15] == 0 || it[15] == 1) && it[16] >= 0 && it[16] <= it[6];
        if (!numbers || !settings) {
            return false;
        }
        final BigInteger[] unit = unitOf(it);
        return unit[1].signum() == 0 && unit[0].signum() > 0 && fits(it[2], it[3]) && fits(it[6], it[2]) &&
            fits(it[5], it[3]) &&
            unit[0].multiply(BigInteger.valueOf(it[6])).multiply(BigInteger.valueOf(it[5])).bitLength() < Long.SIZE;
    }

    private static boolean fits(final long one, final long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other)).bitLength() < Long.SIZE;
    }

    /** Tick x lot in quote minor units, and the remainder. */
    private BigInteger[] unitOf(final long[] it) {
        final int decimals = (int) assets.get((int) it[9] - 1)[2];
        return BigInteger.valueOf(it[2]).multiply(BigInteger.valueOf(it[3])).divideAndRemainder(BigInteger.TEN.pow(decimals));
    }

    private NaiveInstrument create(final long[] it) {
        final NaiveInstrument instrument = new NaiveInstrument();
        instrument.id = state.instruments.size() + 1;
        instrument.unit = unitOf(it)[0].longValueExact();
        instrument.lot = it[3];
        instrument.minQuantity = it[4];
        instrument.maxQuantity = it[5];
        instrument.maxPrice = it[6];
        instrument.minNotional = it[7];
        instrument.maxNotional = it[8];
        instrument.base = (int) it[9];
        instrument.quote = (int) it[10];
        java.util.Arrays.fill(instrument.makerPpm, (int) it[11]);
        java.util.Arrays.fill(instrument.takerPpm, (int) it[12]);
        instrument.range = (int) it[13];
        instrument.band = (int) it[14];
        instrument.bandMode = (int) it[15];
        instrument.reference = it[16];
        instrument.state = (int) it[17];
        return instrument;
    }

    RejectReason instrumentState(final Command command, final NaiveResult result) {
        final int newState = command.intField(1);
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        final NaiveInstrument instrument = state.instrument(command.intField(0));
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (newState < 1 || newState > 6) {
            return RejectReason.INVALID_STATE;
        }
        result.subject = instrument.id;
        if (newState != instrument.state) {
            instrument.state = newState;
            state.log.add(EventKind.STATE, instrument.id, newState);
            if (newState == NaiveInstrument.CLOSED) {
                endSession(instrument);
            }
        }
        return null;
    }

    private void endSession(final NaiveInstrument instrument) {
        for (final NaiveOrder order : state.open) {
            if (order.instrumentId == instrument.id && order.timeInForce == NaiveOrder.DAY && !order.sessionEnded) {
                order.sessionEnded = true;
                order.sessionEndNs = state.nowNs;
            }
        }
    }

    /** 1, 2, 3 ... or 0. */
    private static int indexOf(final List<long[]> symbols, final Command command) {
        for (int i = 0; i < symbols.size(); i++) {
            if (symbols.get(i)[0] == command.field(0) && symbols.get(i)[1] == command.field(1)) {
                return i + 1;
            }
        }
        return 0;
    }
}
