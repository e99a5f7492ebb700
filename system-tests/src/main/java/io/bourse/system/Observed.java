package io.bourse.system;

import java.util.List;
import java.util.Map;

/** Everything that an outsider can know of the exchange at rest, in ticks, lots and minor units. */
record Observed(
    List<StoredOrder> orders,
    List<StoredTrade> trades,
    List<Balance> balances,
    List<Balance> ledger,
    Map<Integer, Totals> totals,
    Map<Long, OpenOrder> engineOpenOrders,
    List<Balance> engineBalances,
    Map<Integer, Market> markets) {

    /** The account that fees go to. */
    static final long FEE_ACCOUNT = 0;

    /** An instrument, as far as amounts depend on it. */
    record Market(int instrumentId, int baseAssetId, int quoteAssetId, long lotBaseUnits, long quoteUnitsPerTickLot) {
    }

    /** An order in PostgreSQL; status NEW, PARTIALLY_FILLED, FILLED, CANCELLED or EXPIRED. */
    record StoredOrder(
        long orderId, String clientOrderId, long accountId, int instrumentId, boolean isBuy, String orderType, long priceTicks,
        long quantityLots, long executedLots, long executedQuote, String status) {

        boolean isOpen() {
            return "NEW".equals(status) || "PARTIALLY_FILLED".equals(status);
        }
    }

    /** A trade in PostgreSQL. */
    record StoredTrade(
        long tradeId, int instrumentId, long priceTicks, long quantityLots, long quoteAmount, long makerOrderId,
        long takerOrderId, long makerAccountId, long takerAccountId, long makerFee, long takerFee) {
    }

    /** Money of an account in one asset: a balance, or the sum of its ledger entries. */
    record Balance(long accountId, int assetId, long available, long locked) {
    }

    /** What the engine says that all accounts hold of an asset. */
    record Totals(long accountsTotal, long feesCollected, long depositsTotal, long withdrawalsTotal) {
    }

    /** An order that the engine says is open. */
    record OpenOrder(long orderId, String clientOrderId, long quantityLots, long executedLots) {
    }
}
