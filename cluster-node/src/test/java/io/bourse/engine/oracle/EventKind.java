package io.bourse.engine.oracle;

/** Kinds of records in an {@link EventLog}, with the names of their fields. */
enum EventKind {
    LOGGED_ON("gateway", "epoch", "last"),
    LOGON_REFUSED("gateway", "epoch"),
    STORAGE_REFUSED("member", "members"),
    ASSET("asset", "symbol0", "symbol1", "decimals"),
    INSTRUMENT("instrument", "symbol0", "symbol1", "tick", "lot", "unit", "min", "max", "maxPrice", "minNotional",
        "maxNotional", "base", "quote", "maker", "taker", "range", "band", "bandMode", "reference", "state"),
    STATE("instrument", "state"),
    ACCOUNT("account", "high", "low"),
    ACCOUNT_CHANGED("account", "blocked", "group", "tier", "maxOrders", "maxNotional"),
    SESSION_BLOCKED("account", "session", "blocked"),
    DEAD_MAN_TIMER("account", "deadline"),
    FEE_RATES("instrument", "tier", "maker", "taker"),
    ACCEPTED("order", "account", "instrument", "side", "type", "tif", "price", "quantity", "amount", "remaining", "stop",
        "trailing", "display", "expires", "stp", "session", "cod", "time", "id0", "id1", "id2", "id3"),
    TRADE("instrument", "trade", "maker", "taker", "price", "lots", "quote", "makerFee", "takerFee", "makerExecuted",
        "makerQuote", "makerRemaining", "takerExecuted", "takerQuote", "takerRemaining"),
    PREVENTED("instrument", "match", "maker", "taker", "price", "makerLots", "takerLots", "makerRemaining",
        "makerPrevented", "takerRemaining", "takerPrevented"),
    AMENDED("order", "price", "quantity", "remaining", "keeps"),
    TRIGGERED("order", "stop", "last", "remaining"),
    CANCELLED("order", "remaining", "executed", "prevented", "reason"),
    EXPIRED("order", "remaining", "executed", "prevented", "reason"),
    BALANCE("account", "asset", "available", "locked", "availableDelta", "lockedDelta", "cause", "reference", "instrument"),
    BOOK("instrument", "side", "price", "lots", "orders", "update"),
    DEPOSIT("account", "asset", "amount", "high", "low"),
    TRANSFER("account", "to", "asset", "amount", "high", "low"),
    WITHDRAWAL("withdrawal", "account", "asset", "amount", "high", "low"),
    WITHDRAWAL_FINISHED("withdrawal", "account", "asset", "amount", "settled"),
    RESULT("reason", "subject", "status", "executed", "quote", "remaining", "count", "available", "locked",
        "id0", "id1", "id2", "id3"),
    DEADLINE("deadline");

    static final EventKind[] VALUES = values();

    private final String[] names;

    EventKind(final String... names) {
        this.names = names;
    }

    int fieldCount() {
        return names.length;
    }

    String fieldName(final int index) {
        return names[index];
    }
}
