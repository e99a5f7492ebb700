package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.NewOrder;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Parameters;
import io.bourse.schema.OrderType;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.wire.PackedAscii;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a client wrote into an order, checked and in the units of its instrument. Nothing reaches the engine before. */
record OrderForm(Instrument instrument, Side side, NewOrder order) {
    /** What every new order may say, beside its market, its side and its id. */
    static final Field[] TERMS = {
        Field.decimal("price"), Field.decimal("quantity"), Field.text("type"), Field.text("time_in_force"),
        Field.decimal("stop_price"), Field.integer("trailing_delta"), Field.decimal("quote_quantity"),
        Field.decimal("display_quantity"), Field.text("stp_mode"), Field.integer("expire_time")};

    private static final int TRAILING_DELTA_MAX = 9_999;
    private static final long EXPIRE_TIME_MS_MAX = Long.MAX_VALUE / TimeUnit.MILLISECONDS.toNanos(1);
    private static final String CLIENT_ORDER_ID = "[A-Za-z0-9_.:/-]{1," + PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + "}";

    static OrderForm of(
        final Parameters parameters, final Instrument instrument, final Side side, final String clientOrderId) {
        checkClientOrderId(clientOrderId);
        final OrderType type = type(parameters.text("type", "LIMIT"));
        final TimeInForce timeInForce = timeInForce(parameters.text("time_in_force"), type);
        final String kind = "an order of type " + type.name();
        final boolean isStop = isStop(type);
        final boolean isByAmount = type == OrderType.MARKET && parameters.text("quote_quantity") != null;
        if (!hasLimit(type)) {
            refuse(parameters, "price", kind);
        }
        if (type != OrderType.MARKET) {
            refuse(parameters, "quote_quantity", kind);
        }
        if (isByAmount) {
            refuse(parameters, "quantity", "a market order by quote_quantity");
        }
        if (isByAmount && side == Side.SELL) {
            throw HttpError.badRequest("INVALID_QUANTITY", "Only a market BUY can be by quote_quantity.");
        }
        if (!isStop) {
            refuse(parameters, "stop_price", kind);
            refuse(parameters, "trailing_delta", kind);
        }
        final long priceTicks = hasLimit(type) ? price("price", parameters, instrument) : 0;
        final long quantityLots = isByAmount ? 0 : quantity(parameters, instrument);
        final int trailingDelta = isStop ? trailingDelta(parameters) : 0;
        final long stopPriceTicks = isStop && trailingDelta == 0 ? stopPrice(parameters, instrument) : 0;
        return new OrderForm(instrument, side, new NewOrder(type, timeInForce, priceTicks, quantityLots,
            isByAmount ? quoteAmount(parameters, instrument) : 0, stopPriceTicks, trailingDelta,
            displayLots(parameters, instrument, type, timeInForce, quantityLots), expireTimeNs(parameters, timeInForce),
            selfTradePrevention(parameters, isByAmount), 0, false, clientOrderId == null ? "" : clientOrderId));
    }

    /** The client's id for an order, or null. */
    static void checkClientOrderId(final String clientOrderId) {
        if (clientOrderId != null && !clientOrderId.matches(CLIENT_ORDER_ID)) {
            throw HttpError.badRequest("INVALID_CLIENT_ORDER_ID", "A client order id has 1 to " +
                PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + " letters, digits or one of _.:/- and nothing else.");
        }
    }

    static Side side(final String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "BUY" -> Side.BUY;
            case "SELL" -> Side.SELL;
            default -> throw HttpError.badRequest("INVALID_SIDE", "The side must be BUY or SELL.");
        };
    }

    static long price(final String name, final Parameters parameters, final Instrument instrument) {
        final String code = "price".equals(name) ? "INVALID_PRICE" : "INVALID_STOP_PRICE";
        final long ticks = number(code, name, parameters, instrument::parsePrice);
        if (ticks > instrument.maxPriceTicks()) {
            throw HttpError.badRequest("price".equals(name) ? "PRICE_ABOVE_MAXIMUM" : code,
                "The " + name + " is above " + instrument.priceText(instrument.maxPriceTicks()) + ".");
        }
        return ticks;
    }

    static long quantity(final Parameters parameters, final Instrument instrument) {
        final long lots = number("INVALID_QUANTITY", "quantity", parameters, instrument::parseQuantity);
        if (lots < instrument.minQuantityLots()) {
            throw HttpError.badRequest("QUANTITY_BELOW_MINIMUM",
                "The quantity is below " + instrument.quantityText(instrument.minQuantityLots()) + ".");
        }
        if (lots > instrument.maxQuantityLots()) {
            throw HttpError.badRequest("QUANTITY_ABOVE_MAXIMUM",
                "The quantity is above " + instrument.quantityText(instrument.maxQuantityLots()) + ".");
        }
        return lots;
    }

    private static boolean isStop(final OrderType type) {
        return type.value() >= OrderType.STOP_LOSS.value();
    }

    private static boolean hasLimit(final OrderType type) {
        return type != OrderType.MARKET && type != OrderType.STOP_LOSS && type != OrderType.TAKE_PROFIT;
    }

    private static OrderType type(final String text) {
        final String name = text.toUpperCase(Locale.ROOT);
        for (final OrderType type : OrderType.values()) {
            if (type.name().equals(name) && type != OrderType.NULL_VAL && type != OrderType.SBE_UNKNOWN) {
                return type;
            }
        }
        throw HttpError.badRequest("INVALID_ORDER_TYPE", "The type must be LIMIT, MARKET, LIMIT_MAKER, STOP_LOSS," +
            " STOP_LOSS_LIMIT, TAKE_PROFIT or TAKE_PROFIT_LIMIT.");
    }

    private static TimeInForce timeInForce(final String text, final OrderType type) {
        if (text == null) {
            return type == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
        }
        final TimeInForce timeInForce = switch (text.toUpperCase(Locale.ROOT)) {
            case "GTC" -> TimeInForce.GTC;
            case "IOC" -> TimeInForce.IOC;
            case "FOK" -> TimeInForce.FOK;
            case "GTD" -> TimeInForce.GTD;
            case "DAY" -> TimeInForce.DAY;
            default -> throw HttpError.badRequest(
                "INVALID_TIME_IN_FORCE", "The time_in_force must be GTC, IOC, FOK, GTD or DAY.");
        };
        final boolean isImmediate = isImmediate(timeInForce);
        if (type == OrderType.MARKET && timeInForce != TimeInForce.IOC) {
            throw HttpError.badRequest("INVALID_TIME_IN_FORCE", "A market order is IOC.");
        }
        if (isImmediate && (type == OrderType.LIMIT_MAKER || type == OrderType.STOP_LOSS || type == OrderType.TAKE_PROFIT)) {
            throw HttpError.badRequest(
                "INVALID_TIME_IN_FORCE", "An order of type " + type.name() + " is GTC, GTD or DAY.");
        }
        return timeInForce;
    }

    private static boolean isImmediate(final TimeInForce timeInForce) {
        return timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
    }

    private static long stopPrice(final Parameters parameters, final Instrument instrument) {
        if (parameters.text("stop_price") == null) {
            throw HttpError.badRequest("MISSING_FIELD", "A stop needs stop_price or trailing_delta.");
        }
        return price("stop_price", parameters, instrument);
    }

    /** Basis points; 0 for none. */
    private static int trailingDelta(final Parameters parameters) {
        if (parameters.text("trailing_delta") == null) {
            return 0;
        }
        refuse(parameters, "stop_price", "a trailing stop");
        final long delta = parameters.number("trailing_delta", 0);
        if (delta < 1 || delta > TRAILING_DELTA_MAX) {
            throw HttpError.badRequest(
                "INVALID_TRAILING_DELTA", "The trailing_delta must be 1 to " + TRAILING_DELTA_MAX + " basis points.");
        }
        return (int) delta;
    }

    private static long displayLots(
        final Parameters parameters, final Instrument instrument, final OrderType type, final TimeInForce timeInForce,
        final long quantityLots) {
        if (parameters.text("display_quantity") == null) {
            return 0;
        }
        if (!hasLimit(type) || isImmediate(timeInForce)) {
            throw HttpError.badRequest(
                "INVALID_DISPLAY_QUANTITY", "Only an order that can rest has a display_quantity.");
        }
        final long lots =
            number("INVALID_DISPLAY_QUANTITY", "display_quantity", parameters, instrument::parseQuantity);
        if (lots > quantityLots) {
            throw HttpError.badRequest("INVALID_DISPLAY_QUANTITY", "The display_quantity is above the quantity.");
        }
        return lots;
    }

    private static long expireTimeNs(final Parameters parameters, final TimeInForce timeInForce) {
        if (timeInForce != TimeInForce.GTD) {
            refuse(parameters, "expire_time", "an order that is not GTD");
            return 0;
        }
        parameters.required("expire_time");
        final long timeMs = parameters.number("expire_time", 0);
        if (timeMs < 1 || timeMs > EXPIRE_TIME_MS_MAX) {
            throw HttpError.badRequest(
                "INVALID_EXPIRY", "The expire_time must be milliseconds since 1970, of a time to come.");
        }
        return TimeUnit.MILLISECONDS.toNanos(timeMs);
    }

    private static SelfTradePrevention selfTradePrevention(final Parameters parameters, final boolean isByAmount) {
        final SelfTradePrevention mode = switch (parameters.text("stp_mode", "NONE").toUpperCase(Locale.ROOT)) {
            case "NONE" -> SelfTradePrevention.NONE;
            case "EXPIRE_TAKER" -> SelfTradePrevention.EXPIRE_TAKER;
            case "EXPIRE_MAKER" -> SelfTradePrevention.EXPIRE_MAKER;
            case "EXPIRE_BOTH" -> SelfTradePrevention.EXPIRE_BOTH;
            case "DECREMENT" -> SelfTradePrevention.DECREMENT;
            default -> throw HttpError.badRequest("INVALID_SELF_TRADE_PREVENTION",
                "The stp_mode must be NONE, EXPIRE_TAKER, EXPIRE_MAKER, EXPIRE_BOTH or DECREMENT.");
        };
        if (mode == SelfTradePrevention.DECREMENT && isByAmount) {
            throw HttpError.badRequest(
                "INVALID_SELF_TRADE_PREVENTION", "DECREMENT is not possible for an order by quote_quantity.");
        }
        return mode;
    }

    private static long quoteAmount(final Parameters parameters, final Instrument instrument) {
        return number("INVALID_QUANTITY", "quote_quantity", parameters, instrument.quote()::parseAmount);
    }

    private static long number(
        final String code, final String name, final Parameters parameters, final UnitParser parser) {
        final long units;
        try {
            units = parser.parse(parameters.required(name));
        } catch (final NumberFormatException ex) {
            throw HttpError.badRequest(code, "The " + name + " is not possible: " + ex.getMessage() + ".");
        }
        if (units <= 0) {
            throw HttpError.badRequest(code, "The " + name + " must be above zero.");
        }
        return units;
    }

    private static void refuse(final Parameters parameters, final String name, final String kind) {
        if (parameters.text(name) != null) {
            throw HttpError.badRequest("UNEXPECTED_FIELD", "The field " + name + " has no meaning in " + kind + ".");
        }
    }

    @FunctionalInterface
    private interface UnitParser {
        long parse(String text);
    }
}
