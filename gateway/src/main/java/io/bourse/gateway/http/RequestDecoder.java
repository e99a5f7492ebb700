package io.bourse.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;

/**
 * Netty's decoder, less one leniency: it joins folded header lines silently, which other implementations read otherwise,
 * so here a header line that begins with white space makes the request fail.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private boolean inHeaders = true;
    private boolean isFolded;
    private boolean isLineEnd;

    RequestDecoder() {
        super(new HttpDecoderConfig()
            .setMaxInitialLineLength(HttpLimits.REQUEST_LINE_BYTES_MAX)
            .setMaxHeaderSize(HttpLimits.HEADER_BYTES_MAX)
            .setMaxChunkSize(HttpLimits.BODY_BYTES_MAX));
    }

    @Override
    protected void decode(final ChannelHandlerContext ctx, final ByteBuf buffer, final List<Object> out) throws Exception {
        final int begin = buffer.readerIndex();
        final int size = out.size();
        super.decode(ctx, buffer, out);
        if (inHeaders) {
            findFold(buffer, begin, buffer.readerIndex());
        }
        for (int i = size; i < out.size(); i++) {
            if (out.get(i) instanceof final HttpMessage message) {
                inHeaders = false;
                if (isFolded && message.decoderResult().isSuccess()) {
                    message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("folded header line")));
                }
                isFolded = false;
                isLineEnd = false;
            }
            if (out.get(i) instanceof LastHttpContent) {
                inHeaders = true;
            }
        }
    }

    private void findFold(final ByteBuf buffer, final int begin, final int end) {
        for (int i = begin; i < end; i++) {
            final byte b = buffer.getByte(i);
            isFolded |= isLineEnd && (b == ' ' || b == '\t');
            isLineEnd = b == '\n';
        }
    }
}
