package io.bourse.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens for HTTP. The pipeline of a connection is in {@link Connections}. */
public final class HttpServer implements AutoCloseable {
    /** Names of the handlers that are gone after an upgrade; the codec goes by itself. */
    public static final String[] HANDLERS = {"limiter", "deadlines", "writes", "flow", "assembler", "connection"};

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Channel channel;

    private HttpServer(final Channel channel) {
        this.channel = channel;
    }

    /**
     * Begins to listen.
     *
     * @param group                    of event loops
     * @param address                  to listen at; port 0 for any
     * @param connectionsPerAddressMax of one client address
     * @throws PortInUseException if another process listens there
     */
    public static HttpServer start(
        final EventLoopGroup group, final InetSocketAddress address, final Router router, final Origins origins,
        final WebSocketUpgrade upgrade, final int connectionsPerAddressMax) {
        return start(group, address, new Connections(router, origins, upgrade, RequestDeadlines.Timing.DEFAULT,
            new ConnectionLimiter(connectionsPerAddressMax)));
    }

    static HttpServer start(
        final EventLoopGroup group, final InetSocketAddress address, final ChannelHandler connections) {
        final ChannelFuture bound = new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, HttpLimits.ACCEPT_BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(connections)
            .bind(address)
            .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortInUseException("cannot listen at " + address.getHostString() + ":" + address.getPort() + " (" +
                bound.cause().getMessage() + "): end the process that uses the port, or choose another with --http-port",
                bound.cause());
        }
        return new HttpServer(bound.channel());
    }

    /** Port that it listens at. */
    public int port() {
        return ((InetSocketAddress)channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    /** Thrown when the gateway cannot listen; the message is for the operator. */
    public static final class PortInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private PortInUseException(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    /** Sets up each connection. */
    static final class Connections extends ChannelInitializer<SocketChannel> {
        private final Router router;
        private final Origins origins;
        private final WebSocketUpgrade upgrade;
        private final RequestDeadlines.Timing timing;
        private final ConnectionLimiter limiter;

        Connections(
            final Router router, final Origins origins, final WebSocketUpgrade upgrade,
            final RequestDeadlines.Timing timing, final ConnectionLimiter limiter) {
            this.router = router;
            this.origins = origins;
            this.upgrade = upgrade;
            this.timing = timing;
            this.limiter = limiter;
        }

        @Override
        protected void initChannel(final SocketChannel child) {
            final RequestDeadlines deadlines = new RequestDeadlines(timing);
            final HttpConnection connection = new HttpConnection(router, deadlines, upgrade);
            child.pipeline()
                .addLast("limiter", limiter)
                .addLast("deadlines", deadlines)
                .addLast("writes", new WriteTimeoutHandler(HttpLimits.WRITE_STALL_SECONDS, TimeUnit.SECONDS))
                // Before the decoder, so that a WebSocket decoder in its place can send a close frame through the encoder.
                .addLast("encoder", new HttpResponseEncoder())
                .addLast("decoder", new RequestDecoder())
                // One read may hold a thousand requests: this hands them on one by one while reading is switched off.
                .addLast("flow", new FlowControlHandler())
                .addLast("assembler", new RequestAssembler(origins, deadlines, connection))
                .addLast("connection", connection);
        }
    }
}
