package io.bourse.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connection: answers requests in the order they came in. Requests that change nothing may run at the same time, any
 * other runs alone, so that a client that pipelines sees the effects in its own order. Bounded: with so many requests
 * unanswered, nothing more is read. All of it on the connection's event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Router router;
    private final RequestDeadlines deadlines;
    private final WebSocketUpgrade upgrade;
    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private boolean isLast;
    private boolean isContinueExpected;
    private boolean isUpgraded;

    HttpConnection(final Router router, final RequestDeadlines deadlines, final WebSocketUpgrade upgrade) {
        this.router = router;
        this.deadlines = deadlines;
        this.upgrade = upgrade;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("closing connection of {}: {}", ConnectionLimiter.address(ctx), cause.toString());
        }
        ctx.close();
    }

    void onRequest(final RawRequest request) {
        if (isLast) {
            return;
        }
        isContinueExpected = false;
        isLast = !request.keepAlive();
        exchanges.add(new Exchange(request));
        if (exchanges.size() >= HttpLimits.PIPELINED_REQUESTS_MAX) {
            context.channel().config().setAutoRead(false);
        }
        startWhatMay();
    }

    void onRefused(final HttpError error) {
        if (isLast) {
            return;
        }
        isLast = true;
        isContinueExpected = false;
        deadlines.onRequest();
        final Exchange exchange = new Exchange(null);
        exchange.answer = Router.error(error.status(), error.code(), error.getMessage(), null, Map.of());
        exchanges.add(exchange);
        writeAnswered();
    }

    void onExpectContinue() {
        isContinueExpected = true;
        writeContinue();
    }

    private void startWhatMay() {
        boolean allSafe = true;
        boolean first = true;
        for (final Exchange exchange : exchanges.toArray(new Exchange[0])) {
            final boolean isSafe = exchange.request != null && exchange.request.isSafe();
            if (!exchange.isStarted && exchange.request != null && (first || allSafe && isSafe)) {
                start(exchange);
            }
            allSafe &= isSafe;
            first = false;
        }
    }

    private void start(final Exchange exchange) {
        exchange.isStarted = true;
        if (upgrade.isUpgrade(exchange.request)) {
            upgrade(exchange);
            return;
        }
        router.answer(exchange.request).whenComplete((answer, ex) -> {
            // Even an answer that is there already is handed over by the loop: pipelined requests would recurse.
            context.executor().execute(() -> {
                exchange.answer = answer;
                writeAnswered();
            });
        });
    }

    private void upgrade(final Exchange exchange) {
        final HttpAnswer refusal = upgrade.refusal(exchange.request);
        if (refusal != null || exchanges.peek() != exchange) {
            exchange.answer = refusal != null ? refusal :
                Router.error(400, "BAD_UPGRADE", "An upgrade cannot be pipelined.", null, Map.of());
            writeAnswered();
            return;
        }
        isLast = true;
        isUpgraded = true;
        exchanges.clear();
        upgrade.upgrade(context, exchange.request);
    }

    private void writeAnswered() {
        if (isUpgraded) {
            return;
        }
        boolean written = false;
        while (!exchanges.isEmpty() && exchanges.peek().answer != null) {
            final Exchange exchange = exchanges.poll();
            final boolean isClosing = isLast && exchanges.isEmpty();
            final ChannelFuture future = context.write(response(exchange, isClosing));
            written = true;
            if (isClosing) {
                future.addListener(ignored -> linger());
            }
        }
        if (written) {
            context.flush();
            writeContinue();
            if (exchanges.isEmpty()) {
                deadlines.onAnswered();
            }
            if (!isLast && exchanges.size() < HttpLimits.PIPELINED_REQUESTS_MAX) {
                context.channel().config().setAutoRead(true);
            }
            startWhatMay();
        }
    }

    private void writeContinue() {
        if (isContinueExpected && exchanges.isEmpty()) {
            isContinueExpected = false;
            context.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    /** A socket that is closed with unread bytes sends a reset, and the reset may overtake the answer. */
    private void linger() {
        if (context.channel() instanceof final DuplexChannel channel) {
            channel.config().setAutoRead(true);
            channel.shutdownOutput();
        }
        context.executor().schedule(() -> context.close(), HttpLimits.LINGER_MS, TimeUnit.MILLISECONDS);
    }

    private static FullHttpResponse response(final Exchange exchange, final boolean isClosing) {
        final HttpAnswer answer = exchange.answer;
        final boolean isHead = exchange.request != null && "HEAD".equals(exchange.request.method());
        final FullHttpResponse response = new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()),
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        response.headers()
            .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
            .set("X-Content-Type-Options", "nosniff")
            .set("Referrer-Policy", "no-referrer");
        if (answer.status() != 204) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        if (isClosing) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    private static final class Exchange {
        private final RawRequest request;
        private boolean isStarted;
        private HttpAnswer answer;

        private Exchange(final RawRequest request) {
            this.request = request;
        }
    }
}
