package io.bourse.gateway.websocket;

import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.identity.Authenticator;
import io.bourse.gateway.http.identity.Principal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket: its subscriptions, and what it is sent. A reader that does not keep up gets less (see
 * {@link PendingUpdates}), and in the end is closed; nobody waits for it. All of it on the connection's event loop.
 */
final class WebSocketSession {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);

    private final Channel channel;
    private final StreamFanout fanout;
    private final PrivateStreams privateStreams;
    private final SessionCommands commands;
    private final Set<String> subscriptions = new LinkedHashSet<>();
    private final PendingUpdates pending = new PendingUpdates();
    private Principal principal;
    private boolean isClosing;
    private long activityNs = System.nanoTime();
    private long stalledSinceNs;

    WebSocketSession(
        final Channel channel, final StreamFanout fanout, final PrivateStreams privateStreams, final Catalogue catalogue,
        final Authenticator authenticator) {
        this.channel = channel;
        this.fanout = fanout;
        this.privateStreams = privateStreams;
        this.commands = new SessionCommands(this, catalogue, authenticator);
    }

    void onOpen() {
        schedulePing();
    }

    void onActivity() {
        activityNs = System.nanoTime();
    }

    void onMessage(final String text) {
        commands.onMessage(text);
    }

    /** From the fan-out, which flushes afterwards. */
    void onUpdate(final Update update) {
        if (isClosing) {
            return;
        }
        if (pending.isEmpty() && channel.isWritable()) {
            write(update.frame());
            return;
        }
        pending.add(update);
        if (pending.byteCount() > WebSocketLimits.PENDING_BYTES_MAX) {
            disconnectSlow("more than " + WebSocketLimits.PENDING_BYTES_MAX + " bytes wait for it");
        }
    }

    void flush() {
        channel.flush();
    }

    /** From the cluster's events, on any thread. */
    void onPrivate(final Update update) {
        channel.eventLoop().execute(() -> {
            if (subscriptions.contains(update.stream())) {
                onUpdate(update);
                channel.flush();
            }
        });
    }

    void onWritability() {
        if (!channel.isWritable()) {
            stalledSinceNs = System.nanoTime();
            final long sinceNs = stalledSinceNs;
            channel.eventLoop().schedule(() -> {
                if (stalledSinceNs == sinceNs) {
                    disconnectSlow("it took nothing for " + WebSocketLimits.STALL_MS + " ms");
                }
            }, WebSocketLimits.STALL_MS, TimeUnit.MILLISECONDS);
            return;
        }
        stalledSinceNs = 0;
        while (!isClosing && channel.isWritable()) {
            final byte[] frame = pending.poll();
            if (frame == null) {
                break;
            }
            write(frame);
        }
        channel.flush();
    }

    boolean isClosing() {
        return isClosing;
    }

    void close(final WebSocketCloseStatus status, final String reason) {
        if (isClosing) {
            return;
        }
        channel.writeAndFlush(new CloseWebSocketFrame(status.code(), reason)).addListener(future -> channel.close());
        onProtocolViolation();
    }

    /** The close frame is on its way: no more is sent or heard, and if it cannot leave, the connection is cut. */
    void onProtocolViolation() {
        isClosing = true;
        onClosed();
        channel.eventLoop().schedule(() -> channel.close(), WebSocketLimits.CLOSE_MS, TimeUnit.MILLISECONDS);
    }

    void onClosed() {
        isClosing = true;
        unsubscribe(List.copyOf(subscriptions));
        pending.clear();
    }

    Principal principal() {
        return principal;
    }

    void principal(final Principal newPrincipal) {
        unsubscribe(List.of(PrivateStreams.STREAM));
        principal = newPrincipal;
    }

    Set<String> subscriptions() {
        return subscriptions;
    }

    void subscribe(final Iterable<String> streams) {
        for (final String stream : streams) {
            if (!isClosing && subscriptions.add(stream)) {
                if (PrivateStreams.STREAM.equals(stream)) {
                    privateStreams.subscribe(principal.accountId(), this);
                } else {
                    fanout.subscribe(stream, this);
                }
            }
        }
    }

    void unsubscribe(final Iterable<String> streams) {
        for (final String stream : streams) {
            if (subscriptions.remove(stream)) {
                if (PrivateStreams.STREAM.equals(stream)) {
                    privateStreams.unsubscribe(principal.accountId(), this);
                } else {
                    fanout.unsubscribe(stream, this);
                }
            }
        }
    }

    /** Answers a command; replies are few and bounded by the rate of frames, so they are not conflated. */
    void reply(final Map<String, Object> answer) {
        if (!isClosing) {
            write(Json.text(answer).getBytes(StandardCharsets.UTF_8));
            channel.flush();
        }
    }

    Channel channel() {
        return channel;
    }

    private void write(final byte[] frame) {
        channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)), channel.voidPromise());
    }

    private void disconnectSlow(final String why) {
        if (!isClosing) {
            LOG.info("closing slow WebSocket reader {}: {}", channel.remoteAddress(), why);
            close(WebSocketCloseStatus.POLICY_VIOLATION, "too slow: " + why);
        }
    }

    private void schedulePing() {
        channel.eventLoop().schedule(() -> {
            if (!isClosing && channel.isActive()) {
                final long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - activityNs);
                if (silentMs >= 2 * WebSocketLimits.PING_AFTER_MS) {
                    close(WebSocketCloseStatus.POLICY_VIOLATION, "no answer to a ping");
                } else {
                    if (silentMs >= WebSocketLimits.PING_AFTER_MS / 2) {
                        channel.writeAndFlush(new PingWebSocketFrame());
                    }
                    schedulePing();
                }
            }
        }, WebSocketLimits.PING_AFTER_MS, TimeUnit.MILLISECONDS);
    }
}
