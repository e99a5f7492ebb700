package io.bourse.marketdata;

/**
 * Every key and channel that market data uses in Redis. All values are texts; numbers are decimal integers in the units
 * of the engine (ticks, lots, quote minor units, ms), separated by one space.
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><td>{@link #CHECKPOINT}</td><td>string, see {@link StoredCheckpoint}: the event that everything else is
 *       current to; {@code rebuilding ...} while it is not</td></tr>
 *   <tr><td>{@link #BEAT}</td><td>string, a number that grows while a process that writes is there</td></tr>
 *   <tr><td>{@link #ASSETS}</td><td>hash, asset id to JSON</td></tr>
 *   <tr><td>{@link #INSTRUMENTS}</td><td>hash, symbol to JSON</td></tr>
 *   <tr><td>{@link #TICKERS}</td><td>hash, symbol to JSON</td></tr>
 *   <tr><td>{@code bourse:depth:SOL_USDC:bids}, {@code :asks}</td><td>sorted set, all scores 0, members
 *       {@code ticks lots} with the ticks as 19 digits, so that the order of the texts is the order of prices and no
 *       price passes through the double of a score</td></tr>
 *   <tr><td>{@code bourse:depth:SOL_USDC:update}</td><td>string, id of the newest update in the two sets</td></tr>
 *   <tr><td>{@code bourse:trades:SOL_USDC}</td><td>sorted set by trade id, see {@link PublicTrade}</td></tr>
 *   <tr><td>{@code bourse:klines:SOL_USDC}</td><td>sorted set of one-minute bars by start in ms, see {@link Bar}; minutes
 *       without trades are absent</td></tr>
 * </table>
 * Channels: {@code bourse:stream:depth.SOL_USDC} and so on, one to each stream; {@link #RESET_STREAM} after everything
 * was written again, so that what subscribers hold may not continue.
 */
public final class RedisKeys {
    /** Where the stream of events has been taken to. */
    public static final String CHECKPOINT = "bourse:checkpoint";
    /** Grows while a process that writes is there and has nothing to write. */
    public static final String BEAT = "bourse:beat";
    /** Hash of assets. */
    public static final String ASSETS = "bourse:assets";
    /** Hash of instruments. */
    public static final String INSTRUMENTS = "bourse:instruments";
    /** Hash of rolling 24-hour statistics. */
    public static final String TICKERS = "bourse:tickers";
    /** What every channel of live updates begins with. */
    public static final String CHANNEL_PREFIX = "bourse:stream:";
    /** Matches every channel of live updates. */
    public static final String CHANNEL_PATTERN = CHANNEL_PREFIX + "*";
    /** Stream that says that updates were left out: whoever follows increments begins again with snapshots. */
    public static final String RESET_STREAM = "reset";

    private RedisKeys() {
    }

    /** Bid levels of an instrument. */
    public static String bids(final String symbol) {
        return "bourse:depth:" + symbol + ":bids";
    }

    /** Ask levels of an instrument. */
    public static String asks(final String symbol) {
        return "bourse:depth:" + symbol + ":asks";
    }

    /** Id of the newest book update of an instrument. */
    public static String updateId(final String symbol) {
        return "bourse:depth:" + symbol + ":update";
    }

    /** Newest trades of an instrument. */
    public static String trades(final String symbol) {
        return "bourse:trades:" + symbol;
    }

    /** One-minute bars of an instrument. */
    public static String klines(final String symbol) {
        return "bourse:klines:" + symbol;
    }

    /** Channel of a stream such as {@code depth.SOL_USDC}. */
    public static String channel(final String stream) {
        return CHANNEL_PREFIX + stream;
    }
}
