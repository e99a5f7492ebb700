package io.bourse.gateway.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Closes connections beyond the limits at once: so many in all, so many of one address. Shared by all event loops. */
@ChannelHandler.Sharable
final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
    private final Map<String, Integer> countByAddress = new HashMap<>();
    private final int connectionsPerAddressMax;
    private int count;

    ConnectionLimiter(final int connectionsPerAddressMax) {
        this.connectionsPerAddressMax = connectionsPerAddressMax;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        final String address = address(ctx);
        if (!acquire(address)) {
            ctx.close();
            return;
        }
        ctx.channel().closeFuture().addListener(future -> release(address));
        ctx.fireChannelActive();
    }

    static String address(final ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof final InetSocketAddress address ?
            address.getAddress().getHostAddress() : "";
    }

    private synchronized boolean acquire(final String address) {
        final int ofAddress = countByAddress.getOrDefault(address, 0);
        if (count >= HttpLimits.CONNECTIONS_MAX || ofAddress >= connectionsPerAddressMax) {
            return false;
        }
        count++;
        countByAddress.put(address, ofAddress + 1);
        return true;
    }

    private synchronized void release(final String address) {
        count--;
        countByAddress.computeIfPresent(address, (key, ofAddress) -> ofAddress == 1 ? null : ofAddress - 1);
    }
}
