package io.bourse.engine;

/**
 * The newest orders with a client order id that have ended, so that a request that comes again gets the answer that it
 * got the first time. One for each id; so many of each account and so many in all, then the oldest is forgotten.
 */
final class RememberedOrders {
    private final Hashing hashing;
    private final HashTable<RememberedOrder> byId = new HashTable<>();
    private final int limit;
    private final int accountLimit;
    private RememberedOrder oldest;
    private RememberedOrder youngest;
    private RememberedOrder free;

    RememberedOrders(final EngineLimits limits, final Hashing hashing) {
        this.hashing = hashing;
        limit = limits.rememberedOrders();
        accountLimit = limits.rememberedOrdersPerAccount();
    }

    int count() {
        return byId.size();
    }

    RememberedOrder oldest() {
        return oldest;
    }

    /** What is remembered under an id, or null. */
    RememberedOrder find(final Account account, final long word0, final long word1, final long word2, final long word3) {
        RememberedOrder found = byId.first(hashing.hash(account.accountId, word0, word1, word2, word3));
        while (found != null && !(found.account == account && found.clientOrderId0 == word0 &&
            found.clientOrderId1 == word1 && found.clientOrderId2 == word2 && found.clientOrderId3 == word3)) {
            found = byId.next(found);
        }
        return found;
    }

    /** An order with a client order id has ended; it takes the place of what was remembered under its id. */
    void remember(final Order order) {
        final Account account = order.account;
        final RememberedOrder same = find(
            account, order.clientOrderId0, order.clientOrderId1, order.clientOrderId2, order.clientOrderId3);
        if (same != null) {
            forget(same);
        } else if (account.rememberedOrderCount == accountLimit) {
            forget(account.oldestRememberedOrder);
        }
        if (byId.size() == limit) {
            forget(oldest);
        }
        final RememberedOrder node = take();
        node.account = account;
        node.clientOrderId0 = order.clientOrderId0;
        node.clientOrderId1 = order.clientOrderId1;
        node.clientOrderId2 = order.clientOrderId2;
        node.clientOrderId3 = order.clientOrderId3;
        node.content = order.content;
        node.orderId = order.orderId;
        node.status = order.answerStatus;
        node.executedLots = order.answerExecutedLots;
        node.executedQuote = order.answerExecutedQuote;
        node.remainingLots = order.answerRemainingLots;
        append(node);
    }

    /** One of a snapshot, younger than all so far; false when that is one too many, or its id is there already. */
    boolean restore(final RememberedOrder node) {
        final Account account = node.account;
        if (byId.size() >= limit || account.rememberedOrderCount >= accountLimit || find(account,
            node.clientOrderId0, node.clientOrderId1, node.clientOrderId2, node.clientOrderId3) != null) {
            return false;
        }
        append(node);
        return true;
    }

    private void append(final RememberedOrder node) {
        final Account account = node.account;
        byId.add(node, hashing.hash(account.accountId,
            node.clientOrderId0, node.clientOrderId1, node.clientOrderId2, node.clientOrderId3));
        node.older = youngest;
        if (youngest == null) {
            oldest = node;
        } else {
            youngest.younger = node;
        }
        youngest = node;
        final RememberedOrder before = account.youngestRememberedOrder;
        node.olderOfAccount = before;
        if (before == null) {
            account.oldestRememberedOrder = node;
        } else {
            before.youngerOfAccount = node;
        }
        account.youngestRememberedOrder = node;
        account.rememberedOrderCount++;
    }

    private void forget(final RememberedOrder node) {
        final Account account = node.account;
        byId.remove(node);
        if (node.older == null) {
            oldest = node.younger;
        } else {
            node.older.younger = node.younger;
        }
        if (node.younger == null) {
            youngest = node.older;
        } else {
            node.younger.older = node.older;
        }
        if (node.olderOfAccount == null) {
            account.oldestRememberedOrder = node.youngerOfAccount;
        } else {
            node.olderOfAccount.youngerOfAccount = node.youngerOfAccount;
        }
        if (node.youngerOfAccount == null) {
            account.youngestRememberedOrder = node.olderOfAccount;
        } else {
            node.youngerOfAccount.olderOfAccount = node.olderOfAccount;
        }
        account.rememberedOrderCount--;
        node.olderOfAccount = null;
        node.youngerOfAccount = null;
        node.older = null;
        node.younger = free;
        free = node;
    }

    private RememberedOrder take() {
        if (free == null) {
            return new RememberedOrder();
        }
        final RememberedOrder node = free;
        free = node.younger;
        node.younger = null;
        return node;
    }
}
