package io.bourse.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A reader of the public WebSocket: subscribes, and keeps every frame with the time it came. */
final class StreamClient implements WebSocket.Listener, AutoCloseable {
    /** One frame of a stream. */
    record Frame(String stream, JsonNode data, long receivedNs) {
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final List<JsonNode> answers = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<Consumer<Frame>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextId = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private final boolean isKeeping;
    private volatile boolean isClosed;
    private WebSocket socket;

    private StreamClient(final boolean isKeeping) {
        this.isKeeping = isKeeping;
    }

    /** Connects and subscribes; frames are kept. */
    static StreamClient subscribe(final String httpUrl, final String... streams) {
        final StreamClient client = new StreamClient(true);
        client.open(httpUrl);
        client.request("SUBSCRIBE", streams);
        return client;
    }

    /** Connects, and hands each frame over instead of keeping it; fails if the exchange refuses a stream. */
    static StreamClient listen(final String httpUrl, final Consumer<Frame> listener, final String... streams) {
        final StreamClient client = new StreamClient(false);
        client.listeners.add(listener);
        client.open(httpUrl);
        boolean isSubscribed = false;
        try {
            final JsonNode answer = client.request("SUBSCRIBE", streams);
            isSubscribed = !answer.has("error");
            if (!isSubscribed) {
                throw new IllegalStateException("the exchange refuses " + List.of(streams) + ": " + answer);
            }
            return client;
        } finally {
            // One whose answer comes too late would go on to hand over frames, beside the one after it.
            if (!isSubscribed) {
                client.close();
            }
        }
    }

    private void open(final String httpUrl) {
        socket = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE)
            .buildAsync(URI.create(httpUrl.replaceFirst("^http", "ws") + "/ws"), this).join();
    }

    /** Sends a request and returns the answer that echoes its id. */
    JsonNode request(final String method, final String... params) {
        final int id = nextId.incrementAndGet();
        final ObjectNode request = RestClient.JSON.createObjectNode().put("method", method).put("id", id);
        final ArrayNode array = request.putArray("params");
        for (final String param : params) {
            array.add(param);
        }
        send(request.toString());
        Await.until("the answer to " + request, PATIENCE, () -> answerTo(id) != null);
        return answerTo(id);
    }

    /** Sends a text as it is. */
    void send(final String text) {
        try {
            socket.sendText(text, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (final Exception ex) {
            throw new IllegalStateException("cannot send on the WebSocket", ex);
        }
    }

    /** Frames of one stream so far. */
    List<Frame> frames(final String stream) {
        return frames.stream().filter(frame -> frame.stream().equals(stream)).toList();
    }

    /** Everything that was no frame of a stream. */
    List<JsonNode> answers() {
        return answers;
    }

    /** What went wrong; empty while the connection is well. */
    List<String> faults() {
        return faults;
    }

    boolean isClosed() {
        return isClosed;
    }

    private JsonNode answerTo(final int id) {
        return StreamSupport.stream(answers.spliterator(), false)
            .filter(answer -> answer.path("id").asInt(-1) == id).findFirst().orElse(null);
    }

    @Override
    public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
        partial.append(data);
        if (last) {
            final String text = partial.toString();
            partial.setLength(0);
            onMessage(text, System.nanoTime());
        }
        webSocket.request(1);
        return null;
    }

    private void onMessage(final String text, final long nowNs) {
        try {
            final JsonNode message = RestClient.JSON.readTree(text);
            if (!message.has("stream")) {
                answers.add(message);
                return;
            }
            final Frame frame = new Frame(message.path("stream").asText(), message.path("data"), nowNs);
            if (isKeeping) {
                frames.add(frame);
            }
            listeners.forEach(listener -> listener.accept(frame));
        } catch (final JsonProcessingException | RuntimeException ex) {
            faults.add("cannot read " + text + ": " + ex);
        }
    }

    @Override
    public CompletionStage<?> onClose(final WebSocket webSocket, final int statusCode, final String reason) {
        isClosed = true;
        faults.add("closed by the exchange: " + statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(final WebSocket webSocket, final Throwable error) {
        isClosed = true;
        faults.add("connection lost: " + error);
    }

    @Override
    public void close() {
        isClosed = true;
        socket.abort();
    }
}
