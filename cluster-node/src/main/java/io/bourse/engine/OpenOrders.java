package io.bourse.engine;

/** The pool of orders, and the open ones by id, by client order id and by account. */
final class OpenOrders {
    private static final int CHUNK = 256;

    private final Hashing hashing;
    private final OrderIndex byId = new OrderIndex();
    private final HashTable<Order> byClientOrderId = new HashTable<>();
    private Order free;

    OpenOrders(final Hashing hashing) {
        this.hashing = hashing;
    }

    /** An order object to fill in; every field but the links is the caller's. */
    Order take() {
        if (free == null) {
            for (int i = 0; i < CHUNK; i++) {
                giveBack(new Order());
            }
        }
        final Order order = free;
        free = order.nextInLevel;
        order.nextInLevel = null;
        order.countedNotional = 0;
        return order;
    }

    void giveBack(final Order order) {
        order.nextInLevel = free;
        free = order;
    }

    int count() {
        return byId.size();
    }

    /** An open order by id, or null. */
    Order get(final long orderId) {
        return orderId > 0 ? byId.get(orderId) : null;
    }

    /** The open order that an account calls by this id, or null. */
    Order get(final Account account, final long word0, final long word1, final long word2, final long word3) {
        if ((word0 | word1 | word2 | word3) == 0) {
            return null;
        }
        Order order = byClientOrderId.first(hashing.hash(account.accountId, word0, word1, word2, word3));
        while (order != null && !(order.account == account && order.clientOrderId0 == word0 &&
            order.clientOrderId1 == word1 && order.clientOrderId2 == word2 && order.clientOrderId3 == word3)) {
            order = byClientOrderId.next(order);
        }
        return order;
    }

    /** An order begins to rest; its id is higher than those of all before it. */
    void add(final Order order) {
        register(order);
        order.account.append(order);
        Exposures.update(order);
    }

    /** As {@link #add}, but the caller sees to the list of the account. */
    void register(final Order order) {
        byId.put(order.orderId, order);
        if (order.hasClientOrderId()) {
            byClientOrderId.add(order, hashing.hash(order.account.accountId,
                order.clientOrderId0, order.clientOrderId1, order.clientOrderId2, order.clientOrderId3));
        }
    }

    /** An order rests no more. */
    void remove(final Order order) {
        if (byId.remove(order.orderId) != order) {
            throw new IllegalStateException("order is not open: orderId=" + order.orderId);
        }
        if (order.hasClientOrderId()) {
            byClientOrderId.remove(order);
        }
        order.account.remove(order);
        Exposures.remove(order);
    }
}
