package io.bourse.gateway.websocket;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;

import java.util.IdentityHashMap;
import java.util.Map;

/** Hands each public update to every event loop that has readers of its stream. */
public final class StreamHub {
    /** What market-data says in place of a stream after updates may have been lost. */
    private static final String RECONNECT = "reconnect";

    private final Map<EventExecutor, StreamFanout> fanouts = new IdentityHashMap<>();

    /** For the event loops of a group. */
    public StreamHub(final EventLoopGroup group) {
        for (final EventExecutor executor : group) {
            fanouts.put(executor, new StreamFanout(executor));
        }
    }

    /**
     * An update from market-data, on any one thread; never blocks.
     *
     * @param stream such as {@code depth.SOL_USDC}, or {@code reconnect}
     * @param data   JSON of the frame's data
     */
    public void onUpdate(final String stream, final String data) {
        if (RECONNECT.equals(stream)) {
            fanouts.values().forEach(StreamFanout::onGap);
            return;
        }
        Update update = null;
        for (final StreamFanout fanout : fanouts.values()) {
            if (fanout.hasReaders(stream)) {
                update = update == null ? new Update(stream, data) : update;
                fanout.offer(update);
            }
        }
    }

    StreamFanout fanout(final EventLoop loop) {
        return fanouts.get(loop);
    }
}
