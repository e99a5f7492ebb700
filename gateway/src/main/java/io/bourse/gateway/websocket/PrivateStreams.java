package io.bourse.gateway.websocket;

import io.bourse.gateway.cluster.ClusterEventListener;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.Json;
import org.agrona.DirectBuffer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stream {@code user}: what happens to a user's orders and balances, from the cluster's events. */
public final class PrivateStreams implements ClusterEventListener {
    /** Name of the stream. */
    static final String STREAM = "user";

    private final Map<Long, List<WebSocketSession>> sessionsByAccountId = new ConcurrentHashMap<>();
    private final PrivateEventAdapter adapter;

    /** With the instruments and assets to write numbers by. */
    public PrivateStreams(final Catalogue catalogue) {
        adapter = new PrivateEventAdapter(catalogue, this);
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length) {
        if (!sessionsByAccountId.isEmpty()) {
            adapter.onEvent(buffer, offset);
        }
    }

    void subscribe(final long accountId, final WebSocketSession session) {
        sessionsByAccountId.compute(accountId, (key, sessions) -> {
            final List<WebSocketSession> all = sessions == null ? new CopyOnWriteArrayList<>() : sessions;
            all.add(session);
            return all;
        });
    }

    void unsubscribe(final long accountId, final WebSocketSession session) {
        sessionsByAccountId.computeIfPresent(accountId, (key, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    boolean hasReaders(final long accountId) {
        return sessionsByAccountId.containsKey(accountId);
    }

    void publish(final long accountId, final Map<String, Object> report) {
        final Update update = new Update(STREAM, Json.text(report));
        sessionsByAccountId.getOrDefault(accountId, List.of()).forEach(session -> session.onPrivate(update));
    }
}
