package io.bourse.engine.oracle;

/**
 * A command as data: the only thing that engine and oracle share. Fields are in the order of {@link CommandKind}; those of
 * an order are the first ones of NEW_ORDER and of REPLACE.
 */
public record Command(CommandKind kind, long timestampNs, long accountId, long[] fields) {
    static final int INSTRUMENT = 0;
    static final int SIDE = 1;
    static final int TYPE = 2;
    static final int TIME_IN_FORCE = 3;
    static final int PRICE = 4;
    static final int QUANTITY = 5;
    static final int AMOUNT = 6;
    static final int STOP = 7;
    static final int TRAILING = 8;
    static final int DISPLAY = 9;
    static final int EXPIRES = 10;
    static final int PREVENTION = 11;
    static final int SESSION = 12;
    static final int ON_DISCONNECT = 13;
    static final int ID = 14;
    static final int ORDER_FIELDS = 18;
    static final int ORIGINAL = 18;
    static final int MODE = 23;

    long field(final int index) {
        return fields[index];
    }

    int intField(final int index) {
        return (int) fields[index];
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        text.append(kind).append(" at=").append(timestampNs).append(" account=").append(accountId);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] != 0) {
                text.append(' ').append(kind.fieldName(i)).append('=').append(fields[i]);
            }
        }
        return text.toString();
    }
}
