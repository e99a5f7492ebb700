package io.bourse.engine;

/** Sessions that may not trade, by account and session id, in the order in which they were blocked. */
final class BlockedSessions {
    private final Hashing hashing;
    private final HashTable<BlockedSession> byId = new HashTable<>();
    private final int limit;
    private BlockedSession oldest;
    private BlockedSession youngest;
    private BlockedSession free;

    BlockedSessions(final int limit, final Hashing hashing) {
        this.limit = limit;
        this.hashing = hashing;
    }

    int count() {
        return byId.size();
    }

    boolean isFull() {
        return byId.size() >= limit;
    }

    BlockedSession oldest() {
        return oldest;
    }

    boolean contains(final long accountId, final long sessionId) {
        // Nearly always nobody is blocked, and every order asks.
        return byId.size() != 0 && find(accountId, sessionId) != null;
    }

    /** Blocks a session that is not; the caller has looked at {@link #isFull}. */
    void add(final long accountId, final long sessionId) {
        final BlockedSession session = free == null ? new BlockedSession() : free;
        free = session.younger;
        session.accountId = accountId;
        session.sessionId = sessionId;
        session.younger = null;
        session.older = youngest;
        if (youngest == null) {
            oldest = session;
        } else {
            youngest.younger = session;
        }
        youngest = session;
        byId.add(session, hashing.hash(accountId, sessionId, 0));
    }

    /** Unblocks a session that is blocked. */
    void remove(final long accountId, final long sessionId) {
        final BlockedSession session = find(accountId, sessionId);
        byId.remove(session);
        if (session.older == null) {
            oldest = session.younger;
        } else {
            session.older.younger = session.younger;
        }
        if (session.younger == null) {
            youngest = session.older;
        } else {
            session.younger.older = session.older;
        }
        session.older = null;
        session.younger = free;
        free = session;
    }

    private BlockedSession find(final long accountId, final long sessionId) {
        BlockedSession session = byId.first(hashing.hash(accountId, sessionId, 0));
        while (session != null && (session.accountId != accountId || session.sessionId != sessionId)) {
            session = byId.next(session);
        }
        return session;
    }
}
