package io.bourse.gateway.http;

import io.netty.channel.ChannelHandlerContext;

/** Takes connections over that become WebSockets. */
public interface WebSocketUpgrade {
    /** Whether the request asks for it, rightly or not. */
    boolean isUpgrade(RawRequest request);

    /** The error answer of a request that asks wrongly, or null. */
    HttpAnswer refusal(RawRequest request);

    /** Makes the connection a WebSocket. {@code context} is of the last HTTP handler. */
    void upgrade(ChannelHandlerContext context, RawRequest request);
}
