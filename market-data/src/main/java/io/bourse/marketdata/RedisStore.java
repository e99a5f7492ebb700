package io.bourse.marketdata;

import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What market-data writes to Redis and reads back when it starts. Blocks at most as long as {@link RedisClient} says;
 * every method throws {@code RedisException} when Redis does not answer.
 */
final class RedisStore implements AutoCloseable {
    /** Members of a sorted set that are read at once. */
    static final int PAGE_SIZE = 5_000;

    /*
     * A script is the one step in which Redis can look and then write. Every command in it is such that doing it twice
     * is like doing it once. Publishing inside keeps the order of updates and ties them to the data.
     */
    private static final String COMMIT = """
        local stored = redis.call('GET', KEYS[1]) or ''
        if stored ~= ARGV[1] then return '=' .. stored end
        local text, at = ARGV[3], 1
        local function number()
          local colon = string.find(text, ':', at, true)
          local value = tonumber(string.sub(text, at, colon - 1))
          at = colon + 1
          return value
        end
        while at <= #text do
          local words = {}
          for i = 1, number() do
            local length = number()
            words[i] = string.sub(text, at, at + length - 1)
            at = at + length
          end
          redis.call(unpack(words))
        end
        redis.call('SET', KEYS[1], ARGV[2])
        return '=' .. ARGV[2]
        """;

    private final RedissonClient redisson;
    private final RScript script;

    RedisStore(final RedissonClient redisson) {
        this.redisson = redisson;
        script = redisson.getScript(StringCodec.INSTANCE);
    }

    /**
     * Does every command of a batch and stores the next checkpoint, if the checkpoint is the expected one; else does
     * nothing.
     *
     * @param expected what is stored; empty for nothing
     * @return the checkpoint that is stored now: {@code next} if the batch took effect, now or in an attempt before
     */
    String commit(final String expected, final String next, final RedisBatch batch) {
        final String stored = script.eval(RScript.Mode.READ_WRITE, COMMIT, RScript.ReturnType.STRING,
            List.of(RedisKeys.CHECKPOINT), expected, next, batch.text());
        return stored.substring(1);
    }

    /** The text of the checkpoint; empty if there is none. */
    String checkpointText() {
        final String text = string(RedisKeys.CHECKPOINT);
        return text == null ? "" : text;
    }

    /** Says that this process is there and writes what is to be written, also when that is nothing. */
    void beat() {
        redisson.getAtomicLong(RedisKeys.BEAT).incrementAndGet();
    }

    /** Changes whenever a process that writes has said that it is there. */
    long beats() {
        return redisson.getAtomicLong(RedisKeys.BEAT).get();
    }

    /** Null if the key is absent. */
    String string(final String key) {
        return redisson.<String>getBucket(key, StringCodec.INSTANCE).get();
    }

    Map<String, String> hash(final String key) {
        return redisson.<String, String>getMap(key, StringCodec.INSTANCE).readAllMap();
    }

    /** Members of a sorted set in order, from an index on, at most {@link #PAGE_SIZE}. */
    Collection<String> members(final String key, final int fromIndex) {
        return redisson.<String>getScoredSortedSet(key, StringCodec.INSTANCE)
            .valueRange(fromIndex, fromIndex + PAGE_SIZE - 1);
    }

    @Override
    public void close() {
        redisson.shutdown(0, RedisClient.TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
