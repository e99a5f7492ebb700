package io.bourse.engine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules once more, written to be read: flat lists, BigInteger, no structure. What the engine does is compared with
 * this. Numbers of a request are small enough here to be longs; whatever is multiplied is not.
 */
final class NaiveExchange {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    final List<NaiveOrder> open = new ArrayList<>();
    final List<InstrumentDefinition> instruments = new ArrayList<>();
    final List<Integer> states = new ArrayList<>();
    final Map<Integer, Long> lastPrices = new TreeMap<>();
    final Map<String, BigInteger> available = new TreeMap<>();
    final Map<String, BigInteger> locked = new TreeMap<>();
    final List<String> events = new ArrayList<>();
    final int accounts;
    private long lastOrderId;

    NaiveExchange(final int accounts) {
        this.accounts = accounts;
    }

    /** An open order. */
    static final class NaiveOrder {
        long id;
        long account;
        int instrument;
        boolean buy;
        boolean market;
        boolean immediate;
        long price;
        long remaining;
        long executed;
        long clientId;
        BigInteger budget = BigInteger.ZERO;
        BigInteger locked = BigInteger.ZERO;
    }

    static String key(final long account, final int asset) {
        return account + "/" + asset;
    }

    BigInteger available(final long account, final int asset) {
        return available.getOrDefault(key(account, asset), BigInteger.ZERO);
    }

    BigInteger locked(final long account, final int asset) {
        return locked.getOrDefault(key(account, asset), BigInteger.ZERO);
    }

    void credit(final long account, final int asset, final BigInteger amount) {
        available.merge(key(account, asset), amount, BigInteger::add);
    }

    private void lock(final long account, final int asset, final BigInteger amount) {
        credit(account, asset, amount.negate());
        locked.merge(key(account, asset), amount, BigInteger::add);
    }

    String enter(final long account, final OrderRequest request, final int reportedInstrument, final NaiveOrder original) {
        final String reason = reject(account, request, reportedInstrument, original);
        if (reason != null) {
            return reason;
        }
        final NaiveOrder order = new NaiveOrder();
        order.account = account;
        order.instrument = original == null ? request.instrumentId : original.instrument;
        order.buy = original == null ? request.side == 0 : original.buy;
        order.market = request.orderType == 2;
        order.immediate = request.timeInForce == 2;
        order.price = order.market ? bound(order.instrument, order.buy) : request.priceTicks;
        order.remaining = request.quantityLots;
        order.clientId = request.clientOrderId0;
        order.budget = BigInteger.valueOf(request.quoteAmount);
        final BigInteger reservation = reservation(account, order, original);
        if (original != null) {
            cancel(original, "REPLACED");
        }
        order.id = ++lastOrderId;
        order.locked = reservation;
        lock(account, spent(order), reservation);
        events.add("accepted " + order.id);
        match(order);
        return "OK " + end(order) + " " + order.executed;
    }

    String cancel(final NaiveOrder order, final String reason) {
        open.remove(order);
        events.add("cancelled " + order.id + " " + order.remaining + " " + reason);
        release(order);
        return "OK";
    }

    NaiveOrder find(final long account, final long id, final long clientId) {
        return open.stream().filter(order -> id != 0 ? order.id == id && (account == 0 || order.account == account)
            : clientId != 0 && order.account == account && order.clientId == clientId).findFirst().orElse(null);
    }

    private String reject(
        final long account, final OrderRequest request, final int instrumentId, final NaiveOrder original) {
        if (instrumentId < 1 || instrumentId > instruments.size()) {
            return "UNKNOWN_INSTRUMENT";
        }
        final InstrumentDefinition instrument = instruments.get(instrumentId - 1);
        if (states.get(instrumentId - 1) != 2) {
            return "INSTRUMENT_NOT_TRADING";
        }
        if (account < 1 || account > accounts) {
            return "UNKNOWN_ACCOUNT";
        }
        final int side = original == null ? request.side : original.buy ? 0 : 1;
        if (side != 0 && side != 1) {
            return "INVALID_SIDE";
        }
        if (request.orderType != 1 && request.orderType != 2) {
            return "INVALID_ORDER_TYPE";
        }
        if (request.timeInForce != 2 && (request.timeInForce != 1 || request.orderType == 2)) {
            return "INVALID_TIME_IN_FORCE";
        }
        final String numbers = request.orderType == 1
            ? rejectLimit(request, instrument) : rejectMarket(request, instrument, instrumentId, side == 0);
        if (numbers != null) {
            return numbers;
        }
        final NaiveOrder same = find(account, 0, request.clientOrderId0);
        if (same != null && same != original) {
            return "DUPLICATE_CLIENT_ORDER_ID";
        }
        return rejectBalance(account, request, instrument, instrumentId, side == 0, original);
    }

    private String rejectLimit(final OrderRequest request, final InstrumentDefinition instrument) {
        if (request.priceTicks <= 0) {
            return "INVALID_PRICE";
        }
        if (request.quantityLots <= 0) {
            return "INVALID_QUANTITY";
        }
        if (request.quoteAmount != 0) {
            return "INVALID_AMOUNT";
        }
        if (request.priceTicks > instrument.maxPriceTicks) {
            return "PRICE_ABOVE_MAXIMUM";
        }
        final String quantity = rejectQuantity(request.quantityLots, instrument);
        return quantity != null ? quantity
            : rejectNotional(quote(instrument, request.priceTicks, request.quantityLots), instrument);
    }

    private String rejectMarket(
        final OrderRequest request, final InstrumentDefinition instrument, final int instrumentId, final boolean buy) {
        if (request.priceTicks != 0) {
            return "INVALID_PRICE";
        }
        if (request.quoteAmount == 0 && request.quantityLots <= 0) {
            return "INVALID_QUANTITY";
        }
        if (request.quoteAmount != 0 && (request.quoteAmount < 0 || request.quantityLots != 0 || !buy)) {
            return "INVALID_AMOUNT";
        }
        final String size = request.quoteAmount == 0 ? rejectQuantity(request.quantityLots, instrument)
            : rejectNotional(BigInteger.valueOf(request.quoteAmount), instrument);
        if (size != null) {
            return size;
        }
        return instrument.priceRangeBasisPoints > 0 && !lastPrices.containsKey(instrumentId) && best(instrumentId, !buy) == null
            ? "NO_REFERENCE_PRICE" : null;
    }

    private static String rejectQuantity(final long lots, final InstrumentDefinition instrument) {
        return lots < instrument.minQuantityLots ? "QUANTITY_BELOW_MINIMUM"
            : lots > instrument.maxQuantityLots ? "QUANTITY_ABOVE_MAXIMUM" : null;
    }

    private static String rejectNotional(final BigInteger notional, final InstrumentDefinition instrument) {
        return notional.compareTo(BigInteger.valueOf(instrument.minNotional)) < 0 ? "NOTIONAL_BELOW_MINIMUM"
            : notional.compareTo(BigInteger.valueOf(instrument.maxNotional)) > 0 ? "NOTIONAL_ABOVE_MAXIMUM" : null;
    }

    private String rejectBalance(
        final long account, final OrderRequest request, final InstrumentDefinition instrument, final int instrumentId,
        final boolean buy, final NaiveOrder original) {
        final BigInteger money = available(account, buy ? instrument.quoteAssetId : instrument.baseAssetId)
            .add(original == null ? BigInteger.ZERO : original.locked);
        final BigInteger needed;
        if (!buy) {
            needed = BigInteger.valueOf(request.quantityLots).multiply(BigInteger.valueOf(instrument.lotBaseUnits));
        } else if (request.quoteAmount != 0) {
            needed = BigInteger.valueOf(request.quoteAmount);
        } else if (request.orderType == 1) {
            needed = quote(instrument, request.priceTicks, request.quantityLots);
        } else if (instrument.priceRangeBasisPoints > 0) {
            needed = quote(instrument, bound(instrumentId, true), request.quantityLots);
        } else {
            final NaiveOrder best = best(instrumentId, false);
            needed = quote(instrument, best == null ? 1 : best.price, 1);
        }
        return needed.compareTo(money) > 0 ? "INSUFFICIENT_BALANCE" : null;
    }

    /** Worst price of a market order. */
    private long bound(final int instrumentId, final boolean buy) {
        final InstrumentDefinition instrument = instruments.get(instrumentId - 1);
        if (instrument.priceRangeBasisPoints == 0) {
            return buy ? instrument.maxPriceTicks : 1;
        }
        final long reference = lastPrices.containsKey(instrumentId)
            ? lastPrices.get(instrumentId) : best(instrumentId, !buy).price;
        final BigInteger distance = BigInteger.valueOf(reference)
            .multiply(BigInteger.valueOf(instrument.priceRangeBasisPoints)).divide(BigInteger.valueOf(10_000));
        final BigInteger bound = buy
            ? BigInteger.valueOf(reference).add(distance).min(BigInteger.valueOf(instrument.maxPriceTicks))
            : BigInteger.valueOf(reference).subtract(distance).max(BigInteger.ONE);
        return bound.longValueExact();
    }

    private BigInteger reservation(final long account, final NaiveOrder order, final NaiveOrder original) {
        final InstrumentDefinition instrument = instruments.get(order.instrument - 1);
        if (!order.buy) {
            return BigInteger.valueOf(order.remaining).multiply(BigInteger.valueOf(instrument.lotBaseUnits));
        }
        if (order.budget.signum() != 0) {
            return order.budget;
        }
        final BigInteger all = quote(instrument, order.price, order.remaining);
        final BigInteger money =
            available(account, instrument.quoteAssetId).add(original == null ? BigInteger.ZERO : original.locked);
        return order.market && instrument.priceRangeBasisPoints == 0 ? all.min(money) : all;
    }

    private void match(final NaiveOrder taker) {
        final InstrumentDefinition instrument = instruments.get(taker.instrument - 1);
        final boolean byAmount = taker.budget.signum() != 0;
        while (byAmount || taker.remaining > 0) {
            final NaiveOrder maker = best(taker.instrument, !taker.buy);
            if (maker == null || (taker.buy ? maker.price > taker.price : maker.price < taker.price)) {
                return;
            }
            long lots = byAmount ? maker.remaining : Math.min(maker.remaining, taker.remaining);
            if (taker.buy && taker.market) {
                lots = taker.locked.divide(quote(instrument, maker.price, 1)).min(BigInteger.valueOf(lots)).longValueExact();
            }
            if (lots == 0) {
                return;
            }
            trade(taker, maker, lots, instrument);
        }
    }

    private void trade(
        final NaiveOrder taker, final NaiveOrder maker, final long lots, final InstrumentDefinition instrument) {
        final BigInteger quote = quote(instrument, maker.price, lots);
        final BigInteger base = BigInteger.valueOf(lots).multiply(BigInteger.valueOf(instrument.lotBaseUnits));
        final NaiveOrder buyer = taker.buy ? taker : maker;
        final NaiveOrder seller = taker.buy ? maker : taker;
        final BigInteger buyFee = fee(base, buyer == maker ? instrument.makerFeePpm : instrument.takerFeePpm);
        final BigInteger sellFee = fee(quote, seller == maker ? instrument.makerFeePpm : instrument.takerFeePpm);
        final BigInteger reserved = buyer.market ? quote : quote(instrument, buyer.price, lots);
        buyer.locked = buyer.locked.subtract(reserved);
        lock(buyer.account, instrument.quoteAssetId, reserved.negate());
        credit(buyer.account, instrument.quoteAssetId, quote.negate());
        credit(buyer.account, instrument.baseAssetId, base.subtract(buyFee));
        seller.locked = seller.locked.subtract(base);
        lock(seller.account, instrument.baseAssetId, base.negate());
        credit(seller.account, instrument.baseAssetId, base.negate());
        credit(seller.account, instrument.quoteAssetId, quote.subtract(sellFee));
        credit(0, instrument.baseAssetId, buyFee);
        credit(0, instrument.quoteAssetId, sellFee);
        maker.remaining -= lots;
        maker.executed += lots;
        taker.executed += lots;
        taker.remaining -= taker.budget.signum() != 0 ? 0 : lots;
        lastPrices.put(taker.instrument, maker.price);
        events.add("trade " + taker.instrument + " " + lots + "@" + maker.price + " " + maker.id + " " + taker.id + " fees " +
            (maker == buyer ? buyFee : sellFee) + " " + (taker == buyer ? buyFee : sellFee));
        if (maker.remaining == 0) {
            open.remove(maker);
        }
    }

    private String end(final NaiveOrder order) {
        final boolean byAmount = order.budget.signum() != 0;
        final NaiveOrder next = best(order.instrument, !order.buy);
        final boolean reachable =
            next != null && (order.buy ? next.price <= order.price : next.price >= order.price);
        if (byAmount ? order.locked.signum() == 0 || reachable && order.executed > 0 : order.remaining == 0) {
            release(order);
            return "FILLED";
        }
        if (!order.immediate) {
            open.add(order);
            return order.executed == 0 ? "NEW" : "PARTIALLY_FILLED";
        }
        final String reason = !order.market || reachable ? "IMMEDIATE_OR_CANCEL"
            : next == null ? "NO_LIQUIDITY" : "PRICE_RANGE";
        events.add("expired " + order.id + " " + order.remaining + " " + reason);
        release(order);
        return "EXPIRED";
    }

    private void release(final NaiveOrder order) {
        lock(order.account, spent(order), order.locked.negate());
        order.locked = BigInteger.ZERO;
    }

    private int spent(final NaiveOrder order) {
        final InstrumentDefinition instrument = instruments.get(order.instrument - 1);
        return order.buy ? instrument.quoteAssetId : instrument.baseAssetId;
    }

    private NaiveOrder best(final int instrumentId, final boolean buy) {
        // Of equal prices min and max-by-negation both keep the first, which is the oldest.
        return open.stream().filter(order -> order.instrument == instrumentId && order.buy == buy)
            .min(Comparator.comparingLong(order -> buy ? -order.price : order.price)).orElse(null);
    }

    private static BigInteger fee(final BigInteger amount, final int ppm) {
        return amount.multiply(BigInteger.valueOf(ppm)).add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
    }

    private static BigInteger quote(final InstrumentDefinition instrument, final long price, final long lots) {
        // In these tests base assets have no decimals, so one lot at one tick is tick x lot.
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(lots))
            .multiply(BigInteger.valueOf(instrument.tickQuoteUnits)).multiply(BigInteger.valueOf(instrument.lotBaseUnits));
    }
}
