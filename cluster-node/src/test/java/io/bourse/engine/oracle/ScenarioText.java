package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;
import java.util.List;

/**
 * Commands in the words of the scenario files (resources/scenarios/README.txt), so that a failing list becomes a scenario. What
 * the words cannot say (a name that is no text) stays as a comment.
 */
final class ScenarioText {
    private static final String[] ORDER_NAMES = {null, "side", "type", "tif", "price", null, "amount", "stop", "trailing",
        "display", "expires", "stp", "session"};
    private static final String[] DEFINITION_NAMES = {"tick", "lot", "min", "max", "max-price", "min-notional", "max-notional",
        null, null, "maker", "taker", "range", "band", "band-mode", "reference", "state"};

    private ScenarioText() {
    }

    /** Commands without their events: {@code -Dscenarios.rewrite=true} fills them in. */
    static String of(final EngineLimits limits, final List<Command> commands) {
        final StringBuilder text = new StringBuilder();
        text.append("limits accounts=").append(limits.accounts()).append(" assets=").append(limits.assets())
            .append(" instruments=").append(limits.instruments()).append(" orders=").append(limits.openOrders())
            .append(" orders-per-account=").append(limits.openOrdersPerAccount()).append(" levels=").append(limits.levels())
            .append(" gateways=").append(limits.gateways()).append(" transfers=").append(limits.rememberedTransfers())
            .append(" withdrawals=").append(limits.pendingWithdrawals()).append(" remembered=").append(limits.rememberedOrders())
            .append(" remembered-per-account=").append(limits.rememberedOrdersPerAccount())
            .append(" blocked-sessions=").append(limits.blockedSessions()).append(" trailing=").append(limits.trailingOrders())
            .append(" expiries=").append(limits.expiriesPerCommand()).append(" triggers=").append(limits.triggersPerCommand())
            .append('\n');
        int accounts = 0;
        for (final Command command : commands) {
            accounts += command.kind() == CommandKind.CREATE_ACCOUNT ? 1 : 0;
            final String line = line(command, accounts);
            text.append(line == null ? "# " + command : line + " at=" + command.timestampNs()).append('\n');
        }
        return text.append("----\n").toString();
    }

    private static String line(final Command command, final int accounts) {
        final long[] it = command.fields();
        final long account = command.accountId();
        final String operator = account == 0 ? "" : " as=" + account;
        return switch (command.kind()) {
            case LOGON -> "logon " + it[0] + " epoch=" + it[1];
            case MALFORMED -> "malformed " + account;
            case TIMER -> "timer";
            case STORAGE -> "storage " + it[0] + " " + (it[2] != 0 ? "low" : "ok") + " of=" + it[1];
            case NEW_ORDER, REPLACE, CANCEL, AMEND -> orderLine(command);
            case CANCEL_ALL -> "cancel-all " + account + " " + it[0] + " side=" + it[1] + " session=" + it[2];
            case END_SESSION -> "end-session " + account + " " + it[0];
            case DEAD_MAN_TIMER -> "dead-man-timer " + account + " " + it[0];
            case BLOCK_ACCOUNT -> "block " + it[0] + " blocked=" + it[1] + operator;
            case BLOCK_SESSION -> "block-session " + it[0] + " " + it[1] + " blocked=" + it[2] + operator;
            case ACCOUNT_SETTINGS -> "settings " + it[0] + " group=" + it[1] + " tier=" + it[2] + " max-orders=" + it[3] +
                " max-notional=" + it[4] + operator;
            case FEE_RATES -> "fee-rates " + it[0] + " " + it[1] + " maker=" + it[2] + " taker=" + it[3] + operator;
            case TRANSFER -> it[3] != 0 ? null : "transfer " + account + " " + it[0] + " " + it[1] + " " + it[2] + " id=" + it[4];
            case DEPOSIT -> it[2] != 0 ? null : "deposit " + account + " " + it[0] + " " + it[1] + " id=" + it[3];
            case WITHDRAW -> it[2] != 0 ? null : "withdraw " + account + " " + it[0] + " " + it[1] + " id=" + it[3] +
                (it[4] != 0 ? " settle" : "");
            case FINISH_WITHDRAWAL -> "finish " + it[0] + " " + it[1] + operator;
            case CREATE_ACCOUNT -> "account a" + accounts + " external=" + (it[0] == 0 ? it[1] : it[0]) + operator;
            case DEFINE_ASSET -> symbol(it) == null ? null : "asset " + symbol(it) + " decimals=" + it[2] + operator;
            case DEFINE_INSTRUMENT -> symbol(it) == null ? null : "instrument " + symbol(it) + " " + it[9] + " " + it[10] +
                named(it, 2, DEFINITION_NAMES) + operator;
            case INSTRUMENT_STATE -> "state " + it[0] + " " + it[1] + operator;
        };
    }

    private static String orderLine(final Command command) {
        final long[] it = command.fields();
        final boolean entry = command.kind() == CommandKind.NEW_ORDER || command.kind() == CommandKind.REPLACE;
        final int name = command.kind() == CommandKind.REPLACE ? Command.ORIGINAL : 0;
        if (entry && !NaiveText.isText(it, Command.ID) ||
            command.kind() != CommandKind.NEW_ORDER && !NaiveText.isText(it, name + 1)) {
            return null;
        }
        final String by = option(it[name] != 0 ? "" : NaiveText.unpack(it, name + 1),
            command.kind() == CommandKind.REPLACE ? "original" : "id");
        final String order = entry ? it[Command.QUANTITY] + "@" + it[Command.PRICE] + named(it, 0, ORDER_NAMES) +
            (it[Command.ON_DISCONNECT] != 0 ? " cancel-on-disconnect" : "") + option(NaiveText.unpack(it, Command.ID), "id") : "";
        return switch (command.kind()) {
            case NEW_ORDER -> (it[Command.SIDE] == 1 ? "sell " : "buy ") + command.accountId() + " " + it[0] + " " + order;
            case REPLACE -> "replace " + command.accountId() + " " + it[name] + " " + order + by + " mode=" + it[Command.MODE];
            case AMEND -> "amend " + command.accountId() + " " + it[0] + " " + it[6] + "@" + it[5] + by;
            default -> "cancel " + command.accountId() + " " + it[0] + by;
        };
    }

    private static String named(final long[] it, final int offset, final String[] names) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (names[i] != null) {
                text.append(' ').append(names[i]).append('=').append(it[offset + i]);
            }
        }
        return text.toString();
    }

    private static String option(final String value, final String name) {
        return value.isEmpty() ? "" : " " + name + "=" + value;
    }

    private static String symbol(final long[] it) {
        return NaiveText.isSymbol(it, 0) ? NaiveText.unpack(new long[] {it[0], it[1], 0, 0}, 0) : null;
    }
}
