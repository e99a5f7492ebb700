package io.bourse.marketdata;

import org.redisson.api.RPatternTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.PatternStatusListener;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Follows every stream. Redis forgets what it cannot deliver, so three things tell the listener to begin again: a new
 * subscription, the writer's word, and a book update or a trade that does not follow the one before it.
 */
final class UpdateSubscription implements PatternStatusListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpdateSubscription.class);
    private static final long RETRY_DELAY_MS = 500;
    private static final String DEPTH = "depth.";
    private static final String TRADE = "trade.";

    private final RPatternTopic topic;
    private final MarketDataReader.Listener listener;
    private final Map<String, Long> newest = new HashMap<>();
    private volatile boolean isSubscribed;
    private volatile boolean isClosed;

    UpdateSubscription(final RedissonClient redisson, final MarketDataReader.Listener listener) {
        topic = redisson.getPatternTopic(RedisKeys.CHANNEL_PATTERN, StringCodec.INSTANCE);
        this.listener = listener;
    }

    /** Subscribes, and goes on trying while Redis is not there. Never blocks. */
    void start() {
        // Redisson subscribes again by itself, and says so from the first moment on; updates come from the second step on.
        attempt("watch", () -> topic.addListenerAsync(this).toCompletableFuture(),
            () -> attempt("subscribe", () -> topic.addListenerAsync(String.class,
                (pattern, channel, data) -> onMessage(channel.toString(), data)).toCompletableFuture(), this::onSubscribed));
    }

    /** Whether updates come, or came and will again. */
    boolean isSubscribed() {
        return isSubscribed;
    }

    private synchronized void onSubscribed() {
        restart("subscribed");
        isSubscribed = true;
    }

    void close() {
        isClosed = true;
    }

    @Override
    public synchronized void onPSubscribe(final String pattern) {
        // Of the first step nobody is told: who began again then could miss what comes before the second.
        if (isSubscribed) {
            restart("subscribed");
        }
    }

    @Override
    public void onPUnsubscribe(final String pattern) {
        LOGGER.debug("unsubscribed from {}", pattern);
    }

    private void attempt(final String what, final Step step, final Runnable next) {
        if (isClosed) {
            return;
        }
        CompletableFuture<?> future;
        try {
            future = step.begin();
        } catch (final RuntimeException e) {
            future = CompletableFuture.failedFuture(e);
        }
        future.whenComplete((id, error) -> {
            if (error == null) {
                next.run();
            } else if (!isClosed) {
                LOGGER.debug("{} failed, tries again: {}", what, error.toString());
                CompletableFuture.delayedExecutor(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> attempt(what, step, next));
            }
        });
    }

    private synchronized void onMessage(final String channel, final String data) {
        final String stream = channel.substring(RedisKeys.CHANNEL_PREFIX.length());
        if (stream.equals(RedisKeys.RESET_STREAM)) {
            restart("everything was written again");
        } else if (isNext(stream, data)) {
            tell(stream, data);
        }
    }

    private boolean isNext(final String stream, final String data) {
        if (stream.startsWith(DEPTH)) {
            return isNext(stream, number(data, "\"U\":"), number(data, "\"u\":"));
        }
        if (stream.startsWith(TRADE)) {
            final long tradeId = number(data, "\"t\":");
            return isNext(stream, tradeId, tradeId);
        }
        return true;
    }

    /** False for an update that came before. */
    private boolean isNext(final String stream, final long first, final long last) {
        final Long previous = newest.get(stream);
        if (first < 1 || last < first || previous != null && last <= previous) {
            return false;
        }
        if (previous != null && first != previous + 1) {
            restart(stream + " went from " + previous + " to " + first);
        }
        newest.put(stream, last);
        return true;
    }

    private synchronized void restart(final String reason) {
        LOGGER.info("updates may be lost, readers begin again: {}", reason);
        newest.clear();
        tell(MarketDataReader.RECONNECT, "{\"reason\":" + PublicJson.quoted(reason) + "}");
    }

    private void tell(final String stream, final String data) {
        if (isClosed) {
            return;
        }
        try {
            listener.onUpdate(stream, data);
        } catch (final RuntimeException e) {
            LOGGER.error("the listener of market data failed, stream={}", stream, e);
        }
    }

    /** The number behind the last place of a name; -1 if there is none. */
    private static long number(final String data, final String name) {
        final int found = data.lastIndexOf(name);
        final int begin = found + name.length();
        int end = begin;
        while (end < data.length() && data.charAt(end) >= '0' && data.charAt(end) <= '9') {
            end++;
        }
        // 18 digits always fit.
        return found < 0 || end == begin || end - begin > 18 ? -1 : Long.parseLong(data, begin, end, 10);
    }

    /** Something that Redisson does in the background. */
    @FunctionalInterface
    private interface Step {
        CompletableFuture<?> begin();
    }
}
