package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Parameters;
import io.bourse.schema.OrderType;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.wire.PackedAscii;

import java.util.Locale;

/** What a client wrote into an order, checked and in the units of its instrument. Nothing reaches the engine before. */
record OrderForm(
    Instrument instrument, Side side, OrderType type, TimeInForce timeInForce, long priceTicks, long quantityLots,
    long quoteAmount, String clientOrderId) {

    static final Field[] FIELDS = {
        Field.text("market"), Field.text("side"), Field.decimal("price"), Field.decimal("quantity"), Field.text("type"),
        Field.text("time_in_force"), Field.text("client_order_id"), Field.decimal("stop_price"),
        Field.decimal("quote_quantity"), Field.decimal("display_quantity"), Field.text("stp_mode")};

    private static final String[] NOT_YET = {"stop_price", "display_quantity", "stp_mode"};
    private static final String CLIENT_ORDER_ID = "[A-Za-z0-9_.:/-]{1," + PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + "}";

    static OrderForm of(final Parameters parameters, final Instrument instrument) {
        final OrderType type = type(parameters.text("type", "LIMIT"));
        final Side side = side(parameters.required("side"));
        final TimeInForce timeInForce = timeInForce(parameters.text("time_in_force"), type);
        for (final String name : NOT_YET) {
            if (parameters.text(name) != null) {
                throw notSupported("The field " + name + " is");
            }
        }
        final String clientOrderId = parameters.text("client_order_id");
        checkClientOrderId(clientOrderId);
        if (type == OrderType.LIMIT) {
            refuse(parameters, "quote_quantity", "a limit order");
            return new OrderForm(instrument, side, type, timeInForce, price(parameters, instrument),
                quantity(parameters, instrument), 0, clientOrderId);
        }
        refuse(parameters, "price", "a market order");
        if (parameters.text("quote_quantity") == null) {
            return new OrderForm(instrument, side, type, timeInForce, 0, quantity(parameters, instrument), 0, clientOrderId);
        }
        refuse(parameters, "quantity", "a market order by quote_quantity");
        if (side == Side.SELL) {
            throw HttpError.badRequest("INVALID_QUANTITY", "Only a market BUY can be by quote_quantity.");
        }
        return new OrderForm(instrument, side, type, timeInForce, 0, 0, quoteAmount(parameters, instrument), clientOrderId);
    }

    /** The client's id for an order, or null. */
    static void checkClientOrderId(final String clientOrderId) {
        if (clientOrderId != null && !clientOrderId.matches(CLIENT_ORDER_ID)) {
            throw HttpError.badRequest("INVALID_CLIENT_ORDER_ID", "A client_order_id has 1 to " +
                PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + " letters, digits or one of _.:/- and nothing else.");
        }
    }

    private static Side side(final String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "BUY" -> Side.BUY;
            case "SELL" -> Side.SELL;
            default -> throw HttpError.badRequest("INVALID_SIDE", "The side must be BUY or SELL.");
        };
    }

    private static OrderType type(final String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "LIMIT" -> OrderType.LIMIT;
            case "MARKET" -> OrderType.MARKET;
            case "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT" ->
                throw notSupported("This type is");
            default -> throw HttpError.badRequest("INVALID_ORDER_TYPE", "The type must be LIMIT or MARKET.");
        };
    }

    private static TimeInForce timeInForce(final String text, final OrderType type) {
        if (text == null) {
            return type == OrderType.LIMIT ? TimeInForce.GTC : TimeInForce.IOC;
        }
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "IOC" -> TimeInForce.IOC;
            case "GTC" -> {
                if (type == OrderType.MARKET) {
                    throw HttpError.badRequest("INVALID_TIME_IN_FORCE", "A market order is IOC.");
                }
                yield TimeInForce.GTC;
            }
            case "FOK", "GTD", "DAY", "GTX" -> throw notSupported("This time_in_force is");
            default -> throw HttpError.badRequest("INVALID_TIME_IN_FORCE", "The time_in_force must be GTC or IOC.");
        };
    }

    private static long price(final Parameters parameters, final Instrument instrument) {
        final long ticks = number("INVALID_PRICE", "price", parameters, instrument::parsePrice);
        if (ticks > instrument.maxPriceTicks()) {
            throw HttpError.badRequest("PRICE_ABOVE_MAXIMUM",
                "The price is above " + instrument.priceText(instrument.maxPriceTicks()) + ".");
        }
        return ticks;
    }

    private static long quantity(final Parameters parameters, final Instrument instrument) {
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

    private static HttpError notSupported(final String what) {
        return HttpError.badRequest("NOT_SUPPORTED", what + " not supported yet.");
    }

    @FunctionalInterface
    private interface UnitParser {
        long parse(String text);
    }
}
