package io.bourse.marketdata;

import io.bourse.client.ClientOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Settings of the market-data process; as arguments, or in a file that is named with {@code @file}. */
@CommandLine.Command(name = "market-data", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Keeps the public data in Redis current with the event stream of the cluster.")
public final class MarketDataOptions extends ClientOptions {
    @Option(names = "--redis-url", defaultValue = "redis://127.0.0.1:6379", paramLabel = "URL",
        description = "redis://[user:password@]host[:port][/database], rediss:// for TLS. Default: ${DEFAULT-VALUE}")
    private String redisUrl;

    /**
     * The settings that arguments describe.
     *
     * @throws IllegalArgumentException for arguments that are unknown, missing a value or out of range; its message says
     *                                  which
     */
    public static MarketDataOptions parse(final String... arguments) {
        return read(new MarketDataOptions(), arguments);
    }

    @Override
    protected void validate() {
        RedisClient.config(redisUrl, "check");
    }

    /** Where Redis is. */
    public String redisUrl() {
        return redisUrl;
    }
}
