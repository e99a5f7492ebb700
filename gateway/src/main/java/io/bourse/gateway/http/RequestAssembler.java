package io.bourse.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Makes whole requests of the decoder's parts, or refuses them: whatever the decoder could not make sense of, and what it
 * lets pass but two implementations could read in two ways. After a refusal nothing more is read from the connection.
 */
final class RequestAssembler extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LENGTH_DIGITS_MAX = 18;

    private final Origins origins;
    private final RequestDeadlines deadlines;
    private final HttpConnection connection;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private HttpRequest head;
    private boolean isRefused;

    RequestAssembler(final Origins origins, final RequestDeadlines deadlines, final HttpConnection connection) {
        this.origins = origins;
        this.deadlines = deadlines;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final HttpObject message) {
        if (isRefused) {
            return;
        }
        try {
            if (message instanceof final HttpRequest request) {
                onHead(request);
            }
            if (message instanceof final HttpContent content && head != null) {
                onContent(ctx, content);
            }
        } catch (final HttpError error) {
            isRefused = true;
            head = null;
            body.reset();
            connection.onRefused(error);
        }
    }

    private void onHead(final HttpRequest request) {
        checkDecoded(request);
        deadlines.onHeaders();
        checkVersion(request.protocolVersion());
        final HttpHeaders headers = request.headers();
        checkHost(headers, request.protocolVersion());
        checkFraming(headers, request.protocolVersion());
        if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            throw HttpError.of(415, "UNSUPPORTED_ENCODING", "Bodies are taken without Content-Encoding only.");
        }
        if (!request.uri().startsWith("/") && !"*".equals(request.uri())) {
            throw HttpError.badRequest("BAD_TARGET", "The request target must be a path.");
        }
        head = request;
        final String expect = headers.get(HttpHeaderNames.EXPECT);
        if (expect != null) {
            if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
                throw HttpError.of(417, "EXPECTATION_FAILED", "Only Expect: 100-continue is understood.");
            }
            connection.onExpectContinue();
        }
    }

    private void onContent(final ChannelHandlerContext ctx, final HttpContent content) {
        checkDecoded(content);
        final int length = content.content().readableBytes();
        if (body.size() + length > HttpLimits.BODY_BYTES_MAX) {
            throw tooLarge();
        }
        if (length > 0) {
            final byte[] bytes = new byte[length];
            content.content().getBytes(content.content().readerIndex(), bytes);
            body.writeBytes(bytes);
        }
        if (content instanceof LastHttpContent) {
            final HttpRequest request = head;
            final byte[] whole = body.toByteArray();
            head = null;
            body.reset();
            deadlines.onRequest();
            // Trailers are dropped: merged into the headers they could change what was already decided.
            connection.onRequest(new RawRequest(request.method().name(), request.uri(), request.headers(), whole,
                ConnectionLimiter.address(ctx), HttpUtil.isKeepAlive(request), ctx.executor()));
        }
    }

    private static void checkDecoded(final HttpObject message) {
        if (message.decoderResult().isSuccess()) {
            return;
        }
        final Throwable cause = message.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            throw HttpError.of(414, "TARGET_TOO_LONG",
                "The request line is longer than " + HttpLimits.REQUEST_LINE_BYTES_MAX + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            throw HttpError.of(431, "HEADERS_TOO_LONG",
                "The headers are longer than " + HttpLimits.HEADER_BYTES_MAX + " bytes.");
        }
        throw HttpError.badRequest("BAD_REQUEST", "The request is not well-formed HTTP.");
    }

    private static void checkVersion(final HttpVersion version) {
        if (!HttpVersion.HTTP_1_1.equals(version) && !HttpVersion.HTTP_1_0.equals(version)) {
            throw HttpError.of(505, "VERSION_NOT_SUPPORTED", "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
    }

    private void checkHost(final HttpHeaders headers, final HttpVersion version) {
        final List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || hosts.isEmpty() && HttpVersion.HTTP_1_1.equals(version)) {
            throw HttpError.badRequest("BAD_HOST", "There must be exactly one header Host.");
        }
        if (!hosts.isEmpty() && !origins.isHost(hosts.getFirst())) {
            throw HttpError.badRequest("BAD_HOST", "The header Host does not name this gateway.");
        }
    }

    private static void checkFraming(final HttpHeaders headers, final HttpVersion version) {
        final List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        final List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!encodings.isEmpty()) {
            if (!lengths.isEmpty() || HttpVersion.HTTP_1_0.equals(version)) {
                throw HttpError.badRequest("BAD_FRAMING", "The length of the body is given in two ways.");
            }
            if (encodings.size() > 1 || !"chunked".equalsIgnoreCase(encodings.getFirst().trim())) {
                throw HttpError.of(501, "ENCODING_NOT_IMPLEMENTED", "The only Transfer-Encoding known is chunked.");
            }
        }
        if (lengths.size() > 1) {
            throw HttpError.badRequest("BAD_FRAMING", "There is more than one header Content-Length.");
        }
        if (!lengths.isEmpty()) {
            checkLength(lengths.getFirst());
        }
    }

    private static void checkLength(final String length) {
        if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw HttpError.badRequest("BAD_FRAMING", "The header Content-Length is not a number.");
        }
        if (length.length() > LENGTH_DIGITS_MAX || Long.parseLong(length) > HttpLimits.BODY_BYTES_MAX) {
            throw tooLarge();
        }
    }

    private static HttpError tooLarge() {
        return HttpError.of(413, "BODY_TOO_LARGE", "The body is longer than " + HttpLimits.BODY_BYTES_MAX + " bytes.");
    }
}
