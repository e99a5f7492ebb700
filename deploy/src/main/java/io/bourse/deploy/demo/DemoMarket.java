package io.bourse.deploy.demo;

import io.bourse.client.Decimals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A market of the demonstration.
 *
 * @param symbol             such as SOL_USDC
 * @param base               asset
 * @param quote              asset
 * @param priceDecimals      places of the tick: a tick is 10^-priceDecimals
 * @param quantityDecimals   places of the lot: a lot is 10^-quantityDecimals
 * @param startTicks         where the random walk begins and to which it returns
 * @param quantityLotsMax    largest quantity that the bot quotes
 * @param definition         what {@code POST /api/v1/admin/markets} takes beside symbol and assets, as decimal texts
 */
public record DemoMarket(
    String symbol,
    String base,
    String quote,
    int priceDecimals,
    int quantityDecimals,
    long startTicks,
    int quantityLotsMax,
    Map<String, String> definition) {

    /** Assets and their decimals. */
    public static final Map<String, Integer> ASSETS = Map.of("SOL", 9, "BTC", 8, "ETH", 9, "USDC", 6, "USDT", 8);

    private static final int MAKER_FEE_PPM = 200;
    private static final int TAKER_FEE_PPM = 500;
    private static final int PRICE_RANGE_BASIS_POINTS = 1_000;
    private static final int PRICE_BAND_BASIS_POINTS = 5_000;

    /** Every market. */
    public static List<DemoMarket> all() {
        return List.of(
            market("SOL", "USDC", 2, 3, 15_000, 20_000, "100000", "100000"),
            withBand(market("BTC", "USDT", 2, 5, 9_500_000, 50_000, "1000", "10000000")),
            withBand(market("ETH", "USDT", 2, 4, 330_000, 60_000, "10000", "1000000")));
    }

    /** Not for the market that recorded flows are sent to: they go wherever prices went, and must trade as recorded. */
    private static DemoMarket withBand(final DemoMarket market) {
        final Map<String, String> definition = new HashMap<>(market.definition);
        definition.put("price_band_bps", Integer.toString(PRICE_BAND_BASIS_POINTS));
        definition.put("reference_price", Decimals.format(market.startTicks, market.priceDecimals));
        return new DemoMarket(market.symbol, market.base, market.quote, market.priceDecimals, market.quantityDecimals,
            market.startTicks, market.quantityLotsMax, Map.copyOf(definition));
    }

    private static DemoMarket market(
        final String base,
        final String quote,
        final int priceDecimals,
        final int quantityDecimals,
        final long startTicks,
        final int quantityLotsMax,
        final String maxQuantity,
        final String maxPrice) {
        return new DemoMarket(base + "_" + quote, base, quote, priceDecimals, quantityDecimals, startTicks, quantityLotsMax,
            Map.ofEntries(
                Map.entry("tick_size", one(priceDecimals)),
                Map.entry("step_size", one(quantityDecimals)),
                Map.entry("min_quantity", one(quantityDecimals)),
                Map.entry("max_quantity", maxQuantity),
                Map.entry("max_price", maxPrice),
                Map.entry("min_notional", "0.00001"),
                Map.entry("max_notional", "1000000000"),
                Map.entry("maker_fee_ppm", Integer.toString(MAKER_FEE_PPM)),
                Map.entry("taker_fee_ppm", Integer.toString(TAKER_FEE_PPM)),
                Map.entry("price_range_bps", Integer.toString(PRICE_RANGE_BASIS_POINTS)),
                Map.entry("state", "TRADING")));
    }

    private static String one(final int decimals) {
        return "0." + "0".repeat(decimals - 1) + "1";
    }
}
