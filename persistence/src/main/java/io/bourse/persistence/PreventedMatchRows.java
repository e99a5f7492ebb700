package io.bourse.persistence;

import io.bourse.schema.PreventedMatchDecoder;

import java.sql.Connection;
import java.sql.SQLException;

import static io.bourse.persistence.jooq.Tables.PREVENTED_MATCHES;

/** What self-trade prevention has kept from trading in a batch of events. */
final class PreventedMatchRows {
    private final CopyRows rows = new CopyRows(
        PREVENTED_MATCHES.INSTRUMENT_ID, PREVENTED_MATCHES.PREVENTED_MATCH_ID, PREVENTED_MATCHES.EVENT_SEQUENCE,
        PREVENTED_MATCHES.PRICE_TICKS, PREVENTED_MATCHES.MAKER_ORDER_ID, PREVENTED_MATCHES.TAKER_ORDER_ID,
        PREVENTED_MATCHES.MAKER_ACCOUNT_ID, PREVENTED_MATCHES.TAKER_ACCOUNT_ID, PREVENTED_MATCHES.MAKER_PREVENTED_LOTS,
        PREVENTED_MATCHES.TAKER_PREVENTED_LOTS, PREVENTED_MATCHES.TAKER_SIDE, PREVENTED_MATCHES.SELF_TRADE_PREVENTION,
        PREVENTED_MATCHES.TIMESTAMP_NS);

    void clear() {
        rows.clear();
    }

    void onPreventedMatch(final PreventedMatchDecoder event, final long eventSequence, final long timestampNs) {
        rows.row()
            .putInt(event.instrumentId())
            .putLong(event.preventedMatchId())
            .putLong(eventSequence)
            .putLong(event.priceTicks())
            .putLong(event.makerOrderId())
            .putLong(event.takerOrderId())
            .putLong(event.makerAccountId())
            .putLong(event.takerAccountId())
            .putLong(event.makerPreventedLots())
            .putLong(event.takerPreventedLots())
            .putAscii(event.takerSide().name())
            .putAscii(event.selfTradePrevention().name())
            .putLong(timestampNs);
    }

    void write(final Connection connection) throws SQLException {
        rows.write(connection);
    }
}
