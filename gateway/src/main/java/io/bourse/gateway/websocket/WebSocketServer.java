package io.bourse.gateway.websocket;

import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpServer;
import io.bourse.gateway.http.Origins;
import io.bourse.gateway.http.RawRequest;
import io.bourse.gateway.http.WebSocketUpgrade;
import io.bourse.gateway.http.identity.Authenticator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes WebSockets of connections to {@code /ws}. */
public final class WebSocketServer implements WebSocketUpgrade {
    /** The original's front end opens the bare host. */
    private static final Set<String> PATHS = Set.of("/ws", "/ws/", "/");
    private static final String VERSION = "13";
    private static final int KEY_LENGTH = 24;
    private static final WebSocketDecoderConfig CONFIG = WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(WebSocketLimits.MESSAGE_BYTES_MAX)
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(false)
        .closeOnProtocolViolation(true)
        .withUTF8Validator(false)
        .build();

    private final StreamHub hub;
    private final PrivateStreams privateStreams;
    private final Catalogue catalogue;
    private final Authenticator authenticator;
    private final Origins origins;

    /**
     * @param hub            of the public streams
     * @param privateStreams of the users' own
     * @param catalogue      that says which public streams there are
     * @param authenticator  of AUTH
     * @param origins        of pages that may connect
     */
    public WebSocketServer(
        final StreamHub hub, final PrivateStreams privateStreams, final Catalogue catalogue,
        final Authenticator authenticator, final Origins origins) {
        this.hub = hub;
        this.privateStreams = privateStreams;
        this.catalogue = catalogue;
        this.authenticator = authenticator;
        this.origins = origins;
    }

    @Override
    public boolean isUpgrade(final RawRequest request) {
        return PATHS.contains(request.path()) && request.headers().containsValue("Upgrade", "websocket", true) ||
            request.path().startsWith("/ws") && PATHS.contains(request.path());
    }

    @Override
    public HttpAnswer refusal(final RawRequest request) {
        if (!"GET".equals(request.method())) {
            return error(405, "METHOD_NOT_ALLOWED", "A WebSocket is opened with GET.", Map.of("Allow", "GET"));
        }
        if (!VERSION.equals(request.headers().get("Sec-WebSocket-Version")) ||
            !request.headers().containsValue("Upgrade", "websocket", true)) {
            return error(426, "UPGRADE_REQUIRED", "Only WebSocket version 13 is spoken here.",
                Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", VERSION));
        }
        final String key = request.headers().get("Sec-WebSocket-Key");
        if (!request.headers().containsValue("Connection", "upgrade", true) || key == null ||
            key.trim().length() != KEY_LENGTH || request.body().length > 0) {
            return error(400, "BAD_UPGRADE", "The upgrade to a WebSocket is not well-formed.", Map.of());
        }
        if (origins.isForeign(request)) {
            return error(403, "FOREIGN_ORIGIN", "Pages of this origin may not connect.", Map.of());
        }
        return null;
    }

    @Override
    public void upgrade(final ChannelHandlerContext context, final RawRequest request) {
        final Channel channel = context.channel();
        final ChannelPipeline pipeline = channel.pipeline();
        final FullHttpRequest upgrade = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.target(),
            Unpooled.EMPTY_BUFFER, request.headers(), EmptyHttpHeaders.INSTANCE);
        final WebSocketSession session =
            new WebSocketSession(channel, hub.fanout(channel.eventLoop()), privateStreams, catalogue, authenticator);
        final ChannelHandler frames = new FrameAssembler(session);
        new WebSocketServerHandshaker13(null, null, CONFIG)
            .handshake(channel, upgrade, EmptyHttpHeaders.INSTANCE, channel.newPromise())
            .addListener(future -> {
                if (!future.isSuccess()) {
                    channel.close();
                }
            });
        pipeline.addLast("frames", frames);
        for (final String name : HttpServer.HANDLERS) {
            pipeline.remove(name);
        }
        channel.config().setAutoRead(true);
        session.onOpen();
    }

    private static HttpAnswer error(
        final int status, final String code, final String reason, final Map<String, String> headers) {
        final HttpAnswer answer =
            HttpAnswer.json(status, io.bourse.gateway.http.Json.object("code", code, "reason", reason));
        final Map<String, String> all = new LinkedHashMap<>(answer.headers());
        all.putAll(headers);
        return new HttpAnswer(status, answer.contentType(), answer.body(), all);
    }
}
