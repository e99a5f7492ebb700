package io.bourse.engine.oracle;

/**
 * Every command of the engine with the names of its fields, in order. {@code #} marks fields of 32 bits and {@code ?} flags:
 * the rest has 64 bits.
 */
public enum CommandKind {
    LOGON("#gateway", "epoch"),
    MALFORMED(),
    NEW_ORDER("#instrument", "#side", "#type", "#tif", "price", "quantity", "amount", "stop", "#trailing", "display",
        "expires", "#stp", "session", "?cod", "id0", "id1", "id2", "id3"),
    CANCEL("order", "id0", "id1", "id2", "id3"),
    CANCEL_ALL("#instrument", "#side", "session"),
    AMEND("order", "id0", "id1", "id2", "id3", "price", "quantity"),
    REPLACE("#instrument", "#side", "#type", "#tif", "price", "quantity", "amount", "stop", "#trailing", "display",
        "expires", "#stp", "session", "?cod", "id0", "id1", "id2", "id3",
        "original", "original0", "original1", "original2", "original3", "#mode"),
    END_SESSION("session"),
    DEAD_MAN_TIMER("timeout"),
    BLOCK_ACCOUNT("account", "#blocked"),
    BLOCK_SESSION("account", "session", "#blocked"),
    ACCOUNT_SETTINGS("account", "group", "#tier", "#maxOrders", "maxNotional"),
    FEE_RATES("#instrument", "#tier", "#maker", "#taker"),
    TRANSFER("to", "#asset", "amount", "high", "low"),
    TIMER(),
    DEPOSIT("#asset", "amount", "high", "low"),
    WITHDRAW("#asset", "amount", "high", "low", "?settle"),
    FINISH_WITHDRAWAL("withdrawal", "#outcome"),
    CREATE_ACCOUNT("high", "low"),
    DEFINE_ASSET("symbol0", "symbol1", "#decimals"),
    DEFINE_INSTRUMENT("symbol0", "symbol1", "tick", "lot", "min", "max", "maxPrice", "minNotional", "maxNotional",
        "#base", "#quote", "#maker", "#taker", "#range", "#band", "#bandMode", "reference", "#state"),
    INSTRUMENT_STATE("#instrument", "#state"),
    STORAGE("#member", "#members", "?low");

    static final CommandKind[] VALUES = values();

    private final String[] names;
    private final char[] widths;

    CommandKind(final String... fields) {
        names = new String[fields.length];
        widths = new char[fields.length];
        for (int i = 0; i < fields.length; i++) {
            final char first = fields[i].charAt(0);
            final boolean marked = first == '#' || first == '?';
            widths[i] = marked ? first : ' ';
            names[i] = marked ? fields[i].substring(1) : fields[i];
        }
    }

    int fieldCount() {
        return names.length;
    }

    String fieldName(final int index) {
        return names[index];
    }

    /** What is left of a value in the width of the field. */
    long fit(final int index, final long value) {
        return widths[index] == '#' ? (int) value : widths[index] == '?' ? value & 1 : value;
    }
}
