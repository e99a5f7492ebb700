package io.bourse.marketdata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.schema.InstrumentState;

/** The JSON texts that market data publishes, stores and reads back. */
final class PublicJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PublicJson() {
    }

    /** {@code data} of a depth frame: every change of the book since the last write, as absolute quantities. */
    static String depth(final PublicMarket market, final long eventTimeMs) {
        final StringBuilder json = new StringBuilder(256);
        json.append("{\"e\":\"depth\",\"E\":").append(eventTimeMs).append(",\"s\":").append(quoted(market.symbol()));
        json.append(",\"b\":");
        changes(json, market.bids(), market.instrument());
        json.append(",\"a\":");
        changes(json, market.asks(), market.instrument());
        return json.append(",\"U\":").append(market.writtenUpdateId() + 1)
            .append(",\"u\":").append(market.lastUpdateId()).append('}').toString();
    }

    /** {@code data} of a trade frame. */
    static String trade(final Instrument instrument, final PublicTrade trade) {
        return "{\"e\":\"trade\",\"E\":" + trade.timestampMs() + ",\"t\":" + trade.tradeId() +
            ",\"m\":" + trade.buyerIsMaker() +
            ",\"p\":\"" + DecimalText.price(instrument, trade.priceTicks()) +
            "\",\"q\":\"" + DecimalText.quantity(instrument, trade.quantityLots()) +
            "\",\"s\":" + quoted(instrument.symbol()) + ",\"T\":" + trade.timestampMs() + "}";
    }

    /** {@code data} of a ticker frame. */
    static String tickerUpdate(final String symbol, final String members, final long eventTimeMs) {
        return "{\"e\":\"ticker\",\"E\":" + eventTimeMs + ",\"s\":" + quoted(symbol) + "," + members + "}";
    }

    /** A ticker as it is read. */
    static String ticker(final String symbol, final String members) {
        return "{\"symbol\":" + quoted(symbol) + "," + members + "}";
    }

    /** {@code data} of a kline_1m frame. */
    static String kline(final Instrument instrument, final Bar bar, final boolean isClosed, final long eventTimeMs) {
        final String symbol = quoted(instrument.symbol());
        return "{\"e\":\"kline\",\"E\":" + eventTimeMs + ",\"s\":" + symbol + ",\"k\":{\"t\":" + bar.minuteMs() +
            ",\"T\":" + (bar.minuteMs() + MinuteBars.MINUTE_MS - 1) + ",\"s\":" + symbol + ",\"i\":\"1m\"" +
            ",\"f\":" + bar.firstTradeId() + ",\"L\":" + bar.lastTradeId() +
            ",\"o\":\"" + DecimalText.price(instrument, bar.openTicks()) +
            "\",\"c\":\"" + DecimalText.price(instrument, bar.closeTicks()) +
            "\",\"h\":\"" + DecimalText.price(instrument, bar.highTicks()) +
            "\",\"l\":\"" + DecimalText.price(instrument, bar.lowTicks()) +
            "\",\"v\":\"" + DecimalText.quantity(instrument, bar.quantityLots()) +
            "\",\"q\":\"" + DecimalText.quote(instrument, bar.quoteAmount()) +
            "\",\"n\":" + bar.tradeCount() + ",\"x\":" + isClosed +
            ",\"V\":\"" + DecimalText.quantity(instrument, bar.takerBuyLots()) +
            "\",\"Q\":\"" + DecimalText.quote(instrument, bar.takerBuyQuote()) + "\"}}";
    }

    /** A trade as it is read, with the names of both APIs. */
    static void appendTrade(final StringBuilder json, final Instrument instrument, final PublicTrade trade) {
        final String price = DecimalText.price(instrument, trade.priceTicks());
        final String quantity = DecimalText.quantity(instrument, trade.quantityLots());
        final String quote = DecimalText.quote(instrument, trade.quoteAmount());
        json.append("{\"trade_id\":").append(trade.tradeId()).append(",\"id\":").append(trade.tradeId())
            .append(",\"symbol\":").append(quoted(instrument.symbol()))
            .append(",\"price\":\"").append(price)
            .append("\",\"quantity\":\"").append(quantity).append("\",\"qty\":\"").append(quantity)
            .append("\",\"quoteQuantity\":\"").append(quote).append("\",\"quoteQty\":\"").append(quote)
            .append("\",\"isBuyerMaker\":").append(trade.buyerIsMaker())
            .append(",\"is_buyer_maker\":").append(trade.buyerIsMaker())
            .append(",\"timestamp\":").append(trade.timestampMs()).append(",\"time\":").append(trade.timestampMs())
            .append('}');
    }

    /** A one-minute bar as it is read. */
    static void appendBar(final StringBuilder json, final Instrument instrument, final Bar bar) {
        json.append("{\"symbol\":").append(quoted(instrument.symbol()))
            .append(",\"start\":").append(bar.minuteMs())
            .append(",\"end\":").append(bar.minuteMs() + MinuteBars.MINUTE_MS - 1)
            .append(",\"open\":\"").append(DecimalText.price(instrument, bar.openTicks()))
            .append("\",\"high\":\"").append(DecimalText.price(instrument, bar.highTicks()))
            .append("\",\"low\":\"").append(DecimalText.price(instrument, bar.lowTicks()))
            .append("\",\"close\":\"").append(DecimalText.price(instrument, bar.closeTicks()))
            .append("\",\"volume\":\"").append(DecimalText.quantity(instrument, bar.quantityLots()))
            .append("\",\"quoteVolume\":\"").append(DecimalText.quote(instrument, bar.quoteAmount()))
            .append("\",\"trades\":").append(bar.tradeCount()).append('}');
    }

    static String asset(final Asset asset) {
        return assetNode(asset).toString();
    }

    static String instrument(final Instrument instrument) {
        final ObjectNode node = MAPPER.createObjectNode();
        node.put("instrumentId", instrument.instrumentId()).put("symbol", instrument.symbol());
        node.set("base", assetNode(instrument.base()));
        node.set("quote", assetNode(instrument.quote()));
        return node.put("tickQuoteUnits", instrument.tickQuoteUnits()).put("lotBaseUnits", instrument.lotBaseUnits())
            .put("quoteUnitsPerTickLot", instrument.quoteUnitsPerTickLot())
            .put("minQuantityLots", instrument.minQuantityLots()).put("maxQuantityLots", instrument.maxQuantityLots())
            .put("maxPriceTicks", instrument.maxPriceTicks()).put("minNotional", instrument.minNotional())
            .put("maxNotional", instrument.maxNotional()).put("makerFeePpm", instrument.makerFeePpm())
            .put("takerFeePpm", instrument.takerFeePpm())
            .put("priceRangeBasisPoints", instrument.priceRangeBasisPoints())
            .put("state", instrument.state().name()).toString();
    }

    /** @throws MarketDataException if the text does not describe an asset */
    static Asset parseAsset(final String json) {
        return asset(object(json));
    }

    /** @throws MarketDataException if the text does not describe an instrument */
    static Instrument parseInstrument(final String json) {
        final JsonNode node = object(json);
        try {
            final Instrument instrument = new Instrument((int) number(node, "instrumentId"), text(node, "symbol"),
                asset(node.path("base")), asset(node.path("quote")), number(node, "tickQuoteUnits"),
                number(node, "lotBaseUnits"), number(node, "quoteUnitsPerTickLot"), number(node, "minQuantityLots"),
                number(node, "maxQuantityLots"), number(node, "maxPriceTicks"), number(node, "minNotional"),
                number(node, "maxNotional"), (int) signed(node, "makerFeePpm"), (int) number(node, "takerFeePpm"),
                (int) number(node, "priceRangeBasisPoints"), InstrumentState.valueOf(text(node, "state")));
            if (instrument.tickQuoteUnits() == 0 || instrument.lotBaseUnits() == 0) {
                throw new MarketDataException("instrument in Redis without tick or lot: " + json);
            }
            return instrument;
        } catch (final IllegalArgumentException e) {
            throw new MarketDataException("not an instrument in Redis: " + json, e);
        }
    }

    /** @throws MarketDataException if the text is not one JSON object */
    static JsonNode object(final String json) {
        try {
            final JsonNode node = json == null ? null : MAPPER.readTree(json);
            if (node == null || !node.isObject()) {
                throw new MarketDataException("expected a JSON object in Redis, found: " + json);
            }
            return node;
        } catch (final JsonProcessingException e) {
            throw new MarketDataException("expected a JSON object in Redis, found: " + json, e);
        }
    }

    /** A text as a JSON string, quotes included. */
    static String quoted(final String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static void changes(final StringBuilder json, final BookSide side, final Instrument instrument) {
        final int begin = json.append('[').length();
        side.forEachChange((ticks, lots) ->
            appendLevel(json.append(json.length() == begin ? "" : ","), instrument, ticks, lots));
        json.append(']');
    }

    /** {@code ["price","quantity"]}. */
    static void appendLevel(
        final StringBuilder json, final Instrument instrument, final long priceTicks, final long quantityLots) {
        json.append("[\"").append(DecimalText.price(instrument, priceTicks)).append("\",\"")
            .append(DecimalText.quantity(instrument, quantityLots)).append("\"]");
    }

    private static ObjectNode assetNode(final Asset asset) {
        return MAPPER.createObjectNode().put("assetId", asset.assetId()).put("symbol", asset.symbol())
            .put("decimals", asset.decimals());
    }

    private static Asset asset(final JsonNode node) {
        try {
            return new Asset((int) number(node, "assetId"), text(node, "symbol"), (int) number(node, "decimals"));
        } catch (final IllegalArgumentException e) {
            throw new MarketDataException("not an asset in Redis: " + node, e);
        }
    }

    private static long number(final JsonNode node, final String name) {
        final long value = signed(node, name);
        if (value < 0) {
            throw noNumber(node, name);
        }
        return value;
    }

    /** The maker's fee is a rebate when it is negative. */
    private static long signed(final JsonNode node, final String name) {
        final JsonNode value = node.path(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw noNumber(node, name);
        }
        return value.asLong();
    }

    private static MarketDataException noNumber(final JsonNode node, final String name) {
        return new MarketDataException("no number \"" + name + "\" in what Redis holds: " + node);
    }

    private static String text(final JsonNode node, final String name) {
        final JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new MarketDataException("no text \"" + name + "\" in what Redis holds: " + node);
        }
        return value.asText();
    }
}
