package io.bourse.persistence;

import io.bourse.persistence.History.RunTradeRow;
import io.bourse.persistence.jooq.enums.OrderSide;
import io.bourse.persistence.jooq.tables.Orders;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;

import java.util.List;
import java.util.function.Consumer;

import static io.bourse.persistence.jooq.Tables.ORDERS;
import static io.bourse.persistence.jooq.Tables.TRADES;
import static org.jooq.impl.DSL.min;

/** The trades of the orders whose client order ids begin alike, such as those of one run of the load tool. */
final class RunTrades {
    private static final int PAGE_ROWS = 5_000;
    private static final Orders MAKER = ORDERS.as("maker");
    private static final Orders TAKER = ORDERS.as("taker");

    private final DSLContext dsl;
    private final int instrumentId;
    private final String prefix;

    RunTrades(final DSLContext dsl, final int instrumentId, final String prefix) {
        if (prefix == null || prefix.isEmpty() || !prefix.chars().allMatch(c -> c > 0 && c < 127)) {
            throw new IllegalArgumentException("a prefix of client order ids has 1 or more characters of ASCII");
        }
        this.dsl = dsl;
        this.instrumentId = instrumentId;
        this.prefix = prefix;
    }

    long forEach(final Consumer<RunTradeRow> listener) {
        final Long firstOrderId = dsl.select(min(ORDERS.ORDER_ID))
            .from(ORDERS)
            .where(hasPrefix(ORDERS))
            .fetchSingle()
            .value1();
        if (firstOrderId == null) {
            return 0;
        }
        // The taker of a trade is always its newer order: no trade of the run has a taker before the run's first order.
        long nextTradeId = dsl.select(TRADES.TRADE_ID)
            .from(TRADES)
            .where(TRADES.TAKER_ORDER_ID.ge(firstOrderId))
            .and(TRADES.INSTRUMENT_ID.eq(instrumentId))
            .orderBy(TRADES.TAKER_ORDER_ID, TRADES.TRADE_ID)
            .limit(1)
            .fetchOptional()
            .map(Record1::value1)
            .orElse(Long.MAX_VALUE);
        long count = 0;
        for (List<RunTradeRow> page = page(nextTradeId); !page.isEmpty(); page = page(nextTradeId)) {
            page.forEach(listener);
            count += page.size();
            nextTradeId = page.getLast().tradeId() + 1;
        }
        return count;
    }

    static boolean buyerIsMaker(final OrderSide takerSide) {
        return takerSide == OrderSide.SELL;
    }

    static String text(final String clientOrderId) {
        return clientOrderId == null ? "" : clientOrderId;
    }

    private List<RunTradeRow> page(final long fromTradeId) {
        return dsl
            .select(TRADES.TRADE_ID, TRADES.PRICE_TICKS, TRADES.QUANTITY_LOTS, TRADES.MAKER_ORDER_ID, MAKER.CLIENT_ORDER_ID,
                TRADES.TAKER_ORDER_ID, TAKER.CLIENT_ORDER_ID, TRADES.TAKER_SIDE, TRADES.TIMESTAMP_NS)
            .from(TRADES)
            .join(MAKER).on(MAKER.ORDER_ID.eq(TRADES.MAKER_ORDER_ID))
            .join(TAKER).on(TAKER.ORDER_ID.eq(TRADES.TAKER_ORDER_ID))
            .where(TRADES.INSTRUMENT_ID.eq(instrumentId))
            .and(TRADES.TRADE_ID.ge(fromTradeId))
            .and(hasPrefix(MAKER).or(hasPrefix(TAKER)))
            .orderBy(TRADES.TRADE_ID)
            .limit(PAGE_ROWS)
            .fetch(row -> new RunTradeRow(
                row.value1(), row.value2(), row.value3(), row.value4(), text(row.value5()), row.value6(),
                text(row.value7()), buyerIsMaker(row.value8()), row.value9()));
    }

    /** As a range, which the index serves: client order ids sort by their bytes. */
    private Condition hasPrefix(final Orders orders) {
        final int last = prefix.length() - 1;
        final String behind = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
        return orders.CLIENT_ORDER_ID.ge(prefix).and(orders.CLIENT_ORDER_ID.lt(behind));
    }
}
