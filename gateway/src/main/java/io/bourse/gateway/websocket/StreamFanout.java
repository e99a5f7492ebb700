package io.bourse.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The readers of one event loop. Only the loop changes them; other threads look whether there are any. */
final class StreamFanout {
    private static final WebSocketCloseStatus RESTART = new WebSocketCloseStatus(1012, "service restart");

    private final Map<String, Set<WebSocketSession>> readersByStream = new ConcurrentHashMap<>();
    private final ManyToOneConcurrentArrayQueue<Update> updates =
        new ManyToOneConcurrentArrayQueue<>(WebSocketLimits.UPDATES_MAX);
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    /** Set before the updates that come behind the gap are offered, so that none of them is sent to those who miss some. */
    private final AtomicBoolean hasGap = new AtomicBoolean();
    private final EventExecutor loop;

    StreamFanout(final EventExecutor loop) {
        this.loop = loop;
    }

    boolean hasReaders(final String stream) {
        return readersByStream.containsKey(stream);
    }

    void offer(final Update update) {
        if (updates.offer(update)) {
            schedule();
        } else {
            onGap();
        }
    }

    /** Updates were lost: whoever follows a stream has to begin again, and is told so. */
    void onGap() {
        hasGap.set(true);
        schedule();
    }

    void subscribe(final String stream, final WebSocketSession reader) {
        readersByStream.computeIfAbsent(stream, key -> new LinkedHashSet<>()).add(reader);
    }

    void unsubscribe(final String stream, final WebSocketSession reader) {
        readersByStream.computeIfPresent(stream, (key, readers) -> {
            readers.remove(reader);
            return readers.isEmpty() ? null : readers;
        });
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            loop.execute(this::publish);
        }
    }

    private void publish() {
        isScheduled.set(false);
        closeAtGap();
        final Set<WebSocketSession> written = new LinkedHashSet<>();
        for (Update update = updates.poll(); update != null; update = updates.poll()) {
            closeAtGap();
            final Set<WebSocketSession> readers = readersByStream.get(update.stream());
            if (readers != null) {
                // A reader that is too slow unsubscribes itself while this goes on.
                final List<WebSocketSession> all = new ArrayList<>(readers);
                for (final WebSocketSession reader : all) {
                    reader.onUpdate(update);
                }
                written.addAll(all);
            }
        }
        written.forEach(WebSocketSession::flush);
    }

    private void closeAtGap() {
        if (hasGap.get() && hasGap.getAndSet(false)) {
            final Set<WebSocketSession> readers = new LinkedHashSet<>();
            readersByStream.values().forEach(readers::addAll);
            readers.forEach(reader -> reader.close(RESTART, "updates were lost: connect and begin again"));
        }
    }
}
