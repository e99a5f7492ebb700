package io.bourse.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request does not arrive in time, however busily its bytes trickle in, and one that idles.
 * Stands before the decoder, because only there the first byte of a request is seen. One timer per connection.
 */
final class RequestDeadlines extends ChannelInboundHandlerAdapter {
    private enum Phase { IDLE, HEADERS, BODY, ANSWERING }

    private final Timing timing;
    private Phase phase = Phase.IDLE;
    private long beginNs;
    private long deadlineNs;
    private ChannelHandlerContext context;

    /**
     * The deadlines.
     *
     * @param headersMs   from a request's first byte to the end of its headers
     * @param requestMs   from a request's first byte to its last
     * @param keepAliveMs without a request
     */
    record Timing(long headersMs, long requestMs, long keepAliveMs) {
        static final Timing DEFAULT = new Timing(
            HttpLimits.HEADERS_DEADLINE_MS, HttpLimits.REQUEST_DEADLINE_MS, HttpLimits.KEEP_ALIVE_DEADLINE_MS);
    }

    RequestDeadlines(final Timing timing) {
        this.timing = timing;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        context = ctx;
        enter(Phase.IDLE, System.nanoTime(), timing.keepAliveMs);
        schedule(timing.headersMs);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (phase == Phase.IDLE) {
            enter(Phase.HEADERS, System.nanoTime(), timing.headersMs);
        }
        ctx.fireChannelRead(message);
    }

    /** The headers of a request are complete. */
    void onHeaders() {
        enter(Phase.BODY, phase == Phase.HEADERS ? beginNs : System.nanoTime(), timing.requestMs);
    }

    /** A request is complete; until it is answered the clock stands still. */
    void onRequest() {
        phase = Phase.ANSWERING;
    }

    /** Nothing is left to answer. */
    void onAnswered() {
        if (phase == Phase.ANSWERING) {
            enter(Phase.IDLE, System.nanoTime(), timing.keepAliveMs);
        }
    }

    private void enter(final Phase newPhase, final long newBeginNs, final long afterMs) {
        phase = newPhase;
        beginNs = newBeginNs;
        deadlineNs = newBeginNs + TimeUnit.MILLISECONDS.toNanos(afterMs);
    }

    private void schedule(final long delayMs) {
        context.executor().schedule(this::check, delayMs, TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (!context.channel().isActive() || context.isRemoved()) {
            return;
        }
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (phase != Phase.ANSWERING && leftMs <= 0) {
            context.close();
        } else {
            // A shorter deadline may begin meanwhile, so never sleep longer than the shortest.
            schedule(phase == Phase.ANSWERING ? timing.headersMs : Math.clamp(leftMs, 10, timing.headersMs));
        }
    }
}
