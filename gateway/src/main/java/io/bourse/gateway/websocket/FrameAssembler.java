package io.bourse.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Makes whole text messages of frames and keeps the client within the limits: on the rate of frames, which also bounds
 * what a stream of empty fragments costs, on the fragments and bytes of a message, and on the time it takes.
 */
final class FrameAssembler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(FrameAssembler.class);
    private static final long NS_PER_FRAME = TimeUnit.SECONDS.toNanos(1) / WebSocketLimits.FRAMES_PER_SECOND;

    private final WebSocketSession session;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int fragmentCount;
    private int messageNumber;
    private long allowanceNs = NS_PER_FRAME * WebSocketLimits.FRAMES_BURST;
    private long lastFrameNs = System.nanoTime();

    FrameAssembler(final WebSocketSession session) {
        this.session = session;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final WebSocketFrame frame) {
        if (session.isClosing()) {
            return;
        }
        session.onActivity();
        if (!isWithinRate()) {
            session.close(WebSocketCloseStatus.POLICY_VIOLATION, "too many frames");
            return;
        }
        switch (frame) {
            case final TextWebSocketFrame text -> onFragment(ctx, text);
            case final ContinuationWebSocketFrame continuation -> onFragment(ctx, continuation);
            case final BinaryWebSocketFrame ignored ->
                session.close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "text messages only");
            case final PingWebSocketFrame ping ->
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case final PongWebSocketFrame ignored -> session.onActivity();
            case final CloseWebSocketFrame close ->
                session.close(new WebSocketCloseStatus(closeCode(close), "bye"), "bye");
            default -> session.close(WebSocketCloseStatus.PROTOCOL_ERROR, "unknown frame");
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext ctx) {
        session.onWritability();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        session.onClosed();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException) {
            // The decoder has sent the close frame with the right code.
            session.onProtocolViolation();
        } else {
            if (!(cause instanceof IOException)) {
                LOG.warn("closing WebSocket of {}: {}", ctx.channel().remoteAddress(), cause.toString());
            }
            ctx.close();
        }
    }

    private void onFragment(final ChannelHandlerContext ctx, final WebSocketFrame frame) {
        fragmentCount++;
        final ByteBuf content = frame.content();
        final int length = content.readableBytes();
        if (fragmentCount > WebSocketLimits.FRAGMENTS_MAX || message.size() + length > WebSocketLimits.MESSAGE_BYTES_MAX) {
            session.close(WebSocketCloseStatus.MESSAGE_TOO_BIG, "message too big");
            return;
        }
        final byte[] bytes = new byte[length];
        content.getBytes(content.readerIndex(), bytes);
        message.writeBytes(bytes);
        if (frame.isFinalFragment()) {
            final byte[] whole = message.toByteArray();
            message.reset();
            fragmentCount = 0;
            messageNumber++;
            onMessage(whole);
        } else if (fragmentCount == 1) {
            final int number = messageNumber;
            ctx.executor().schedule(() -> {
                if (messageNumber == number) {
                    session.close(WebSocketCloseStatus.POLICY_VIOLATION, "message not complete in time");
                }
            }, WebSocketLimits.MESSAGE_DEADLINE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void onMessage(final byte[] utf8) {
        final String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(utf8)).toString();
        } catch (final CharacterCodingException ex) {
            session.close(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not UTF-8");
            return;
        }
        session.onMessage(text);
    }

    private boolean isWithinRate() {
        final long nowNs = System.nanoTime();
        allowanceNs = Math.min(NS_PER_FRAME * WebSocketLimits.FRAMES_BURST, allowanceNs + nowNs - lastFrameNs);
        lastFrameNs = nowNs;
        allowanceNs -= NS_PER_FRAME;
        return allowanceNs >= 0;
    }

    private static int closeCode(final CloseWebSocketFrame close) {
        return WebSocketCloseStatus.isValidStatusCode(close.statusCode()) ? close.statusCode() :
            WebSocketCloseStatus.NORMAL_CLOSURE.code();
    }
}
