package io.bourse.engine.oracle;

import io.bourse.engine.CloseReason;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.RejectReason;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of docs/ENGINE.md a second time, written to be read: flat lists, linear scans, BigInteger. It shares nothing with
 * the engine but the commands and the words (codes of outcomes).
 */
final class NaiveEngine {
    final NaiveState state;
    final NaiveTransfers transfers;
    private final NaiveLedger ledger;
    private final NaiveEnds ends;
    private final NaiveStops stops;
    private final NaiveMatching matching;
    private final NaiveOrderCommands orders;
    private final NaiveAccountCommands accounts;
    private final NaiveDefinitions definitions;
    /** Gateway, epoch, last in-sequence. */
    private final List<long[]> gateways = new ArrayList<>();

    NaiveEngine(final EngineLimits limits) {
        state = new NaiveState(limits);
        ledger = new NaiveLedger(state);
        ends = new NaiveEnds(state, ledger);
        stops = new NaiveStops(state, ends);
        final NaiveLadder ladder = new NaiveLadder(state, ledger);
        matching = new NaiveMatching(state, ledger, ladder, ends, stops);
        orders = new NaiveOrderCommands(state, ledger, ladder, ends, stops, matching);
        accounts = new NaiveAccountCommands(state, ends);
        transfers = new NaiveTransfers(state, ledger);
        definitions = new NaiveDefinitions(state);
    }

    int assetCount() {
        return definitions.assetCount();
    }

    /** Its events are in the log of the state afterwards. */
    void execute(final Command command) {
        execute(EngineDriver.GATEWAY_ID, command);
    }

    /** As the next one of a gateway. */
    void execute(final int gatewayId, final Command command) {
        state.log.clear();
        if (command.kind() == CommandKind.LOGON) {
            logon(command);
        } else if (command.kind() == CommandKind.STORAGE) {
            storage(command.intField(0), command.intField(1), command.field(2) != 0);
        } else {
            if (command.kind() != CommandKind.TIMER) {
                gateway(gatewayId)[2]++;
            }
            state.nowNs = Math.max(state.nowNs, command.timestampNs());
            stops.beginCommand();
            doDueWork();
            final NaiveResult result = new NaiveResult();
            final RejectReason reason = dispatch(command, result);
            stops.activate(matching);
            state.flush();
            result.write(state.log, reason);
        }
        state.log.add(EventKind.DEADLINE, nextDeadlineNs());
    }

    /** Of no account and no gateway, and no moment for due work. */
    private void storage(final int member, final int members, final boolean isLow) {
        if (members < 1 || members > NaiveState.MEMBERS_MAX || member < 0 || member >= members) {
            state.log.add(EventKind.STORAGE_REFUSED, member, members);
            return;
        }
        state.members = members;
        state.lowMembers.removeIf(low -> low == member || low >= members);
        if (isLow) {
            state.lowMembers.add(member);
        }
    }

    private void logon(final Command command) {
        final int id = command.intField(0);
        final long epoch = command.field(1);
        long[] gateway = gateway(id);
        if (gateway == null ? gateways.size() >= state.limits.gateways() : epoch < gateway[1]) {
            state.log.add(EventKind.LOGON_REFUSED, id, epoch);
            return;
        }
        if (gateway == null) {
            gateway = new long[] {id, epoch, 0};
            gateways.add(gateway);
        }
        if (epoch > gateway[1]) {
            gateway[1] = epoch;
            gateway[2] = 0;
        }
        state.nowNs = Math.max(state.nowNs, command.timestampNs());
        state.log.add(EventKind.LOGGED_ON, id, epoch, gateway[2]);
    }

    private long[] gateway(final int id) {
        for (final long[] gateway : gateways) {
            if (gateway[0] == id) {
                return gateway;
            }
        }
        return null;
    }

    /** Expiries and dead-man timers, as many as a command may do; then stops that were left waiting. */
    private void doDueWork() {
        for (int budget = state.limits.expiriesPerCommand(); budget > 0; budget--) {
            final NaiveOrder order = nextDue();
            if (order != null) {
                ends.expireDue(order);
                continue;
            }
            final NaiveAccount account = nextTimer();
            if (account == null) {
                break;
            }
            account.deadlineNs = 0;
            state.log.add(EventKind.DEAD_MAN_TIMER, account.id, 0);
            ends.cancelAll(it -> it.accountId == account.id, CloseReason.DEAD_MAN_TIMER);
        }
        stops.activate(matching);
    }

    /** GTD by expiry, then DAY by end of session; the open orders are in order of their ids. */
    private NaiveOrder nextDue() {
        NaiveOrder next = null;
        for (final NaiveOrder order : state.open) {
            if (order.isDue(state.nowNs) && (next == null ||
                (order.sessionEnded == next.sessionEnded ? dueNs(order) < dueNs(next) : next.sessionEnded))) {
                next = order;
            }
        }
        return next;
    }

    private static long dueNs(final NaiveOrder order) {
        return order.sessionEnded ? order.sessionEndNs : order.expires;
    }

    private NaiveAccount nextTimer() {
        NaiveAccount next = null;
        for (final NaiveAccount account : state.accounts) {
            if (account.deadlineNs != 0 && account.deadlineNs <= state.nowNs &&
                (next == null || account.deadlineNs < next.deadlineNs)) {
                next = account;
            }
        }
        return next;
    }

    private long nextDeadlineNs() {
        long deadline = Long.MAX_VALUE;
        for (final NaiveOrder order : state.open) {
            if (order.timeInForce == NaiveOrder.GTD) {
                deadline = Math.min(deadline, order.expires);
            }
            if (order.sessionEnded) {
                deadline = Math.min(deadline, state.nowNs);
            }
        }
        for (final NaiveAccount account : state.accounts) {
            if (account.deadlineNs != 0) {
                deadline = Math.min(deadline, account.deadlineNs);
            }
        }
        for (final NaiveInstrument instrument : state.instruments) {
            if (instrument.state == NaiveInstrument.TRADING && !instrument.waiting.isEmpty()) {
                deadline = Math.min(deadline, state.nowNs);
            }
        }
        return Math.max(deadline, state.nowNs);
    }

    private RejectReason dispatch(final Command command, final NaiveResult result) {
        return switch (command.kind()) {
            case NEW_ORDER -> orders.enter(command, result);
            case REPLACE -> orders.replace(command, result);
            case AMEND -> orders.amend(command, result);
            case CANCEL -> orders.cancel(command, result);
            case CANCEL_ALL -> orders.cancelAll(command, result);
            case END_SESSION -> accounts.endSession(command, result);
            case DEAD_MAN_TIMER -> accounts.setDeadManTimer(command, result);
            case BLOCK_ACCOUNT -> accounts.blockAccount(command, result);
            case BLOCK_SESSION -> accounts.blockSession(command, result);
            case ACCOUNT_SETTINGS -> accounts.settings(command, result);
            case FEE_RATES -> accounts.feeRates(command, result);
            case TRANSFER -> transfers.transfer(command, assetCount(), result);
            case DEPOSIT -> transfers.deposit(command, assetCount(), result);
            case WITHDRAW -> transfers.withdraw(command, assetCount(), result);
            case FINISH_WITHDRAWAL -> transfers.finish(command, result);
            case CREATE_ACCOUNT -> definitions.account(command, result);
            case DEFINE_ASSET -> definitions.asset(command, result);
            case DEFINE_INSTRUMENT -> definitions.instrument(command, result);
            case INSTRUMENT_STATE -> definitions.instrumentState(command, result);
            case TIMER -> null;
            default -> RejectReason.MALFORMED;
        };
    }
}
