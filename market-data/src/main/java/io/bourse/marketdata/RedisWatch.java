package io.bourse.marketdata;

import org.redisson.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;

/** Tells when Redis is there again, on a Redisson thread. */
final class RedisWatch implements ConnectionListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(RedisWatch.class);

    private volatile Runnable task;

    /** Chooses what is done on every new connection. */
    void onConnected(final Runnable newTask) {
        task = newTask;
    }

    // Abstract and deprecated in Redisson: the successors call these by default.
    @Override
    @SuppressWarnings("deprecation")
    public void onConnect(final InetSocketAddress address) {
        final Runnable current = task;
        if (current != null) {
            current.run();
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public void onDisconnect(final InetSocketAddress address) {
        LOGGER.debug("connection to Redis closed, address={}", address);
    }
}
