package io.bourse.gateway.websocket;

import java.nio.charset.StandardCharsets;

/**
 * One frame of a stream, shared by all its readers.
 *
 * @param stream such as {@code depth.SOL_USDC}
 * @param data   JSON of the frame's data
 * @param frame  the whole frame as UTF-8; never changed
 */
record Update(String stream, String data, byte[] frame) {
    Update(final String stream, final String data) {
        this(stream, data,
            ("{\"stream\":\"" + stream + "\",\"data\":" + data + '}').getBytes(StandardCharsets.UTF_8));
    }
}
