package io.bourse.engine;

/** Orders in use, and the open ones by id, by client order id and by account. */
final class OpenOrders {
    private final Hashing hashing;
    private final OrderSlots slots;
    private final PriceLevels levels;
    private final OrderIndex byId;
    private final HashTable<Order> byClientOrderId = new HashTable<>();
    /** Read by nobody: what was read for the cache alone. */
    private int fetched;
    private Order freeOrders;
    private OrderDetails freeDetails;

    OpenOrders(final OrderSlots slots, final PriceLevels levels, final Hashing hashing) {
        this.slots = slots;
        this.levels = levels;
        this.hashing = hashing;
        byId = new OrderIndex(slots);
    }

    /** An order object to fill in; every field but the links is the caller's. */
    Order take() {
        final Order order = freeOrders;
        if (order == null) {
            return new Order();
        }
        freeOrders = order.nextOfAccount;
        if (order.details != OrderDetails.NONE) {
            giveBackDetails(order);
        }
        order.countedNotional = 0;
        return order;
    }

    /** Gives an order that needs them details of its own, which are the caller's to fill in. */
    OrderDetails takeDetails(final Order order) {
        OrderDetails details = freeDetails;
        if (details == null) {
            details = new OrderDetails();
        } else {
            freeDetails = details.nextFree;
        }
        order.details = details;
        return details;
    }

    /** The order goes on without. */
    void giveBackDetails(final Order order) {
        order.details.nextFree = freeDetails;
        freeDetails = order.details;
        order.details = OrderDetails.NONE;
    }

    void giveBack(final Order order) {
        order.nextOfAccount = freeOrders;
        freeOrders = order;
    }

    /** Makes room for so many, which all may have client order ids. */
    void reserve(final int count) {
        byClientOrderId.reserve(count);
    }

    int count() {
        return byId.size();
    }

    /** An open order by id, or null. */
    Order get(final long orderId) {
        final int slot = orderId > 0 ? byId.get(orderId) : OrderSlots.NONE;
        if (slot == OrderSlots.NONE) {
            return null;
        }
        // Whoever asks by id goes on to the book. The object says where in it, but nothing must wait for the object to know that.
        fetched = levels.first(slots.level(slot));
        return slots.order(slot);
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
        order.slot = byId.put(order.orderId);
        slots.order(order.slot, order);
        if (order.hasClientOrderId()) {
            byClientOrderId.add(order, hashing.hash(order.account.accountId,
                order.clientOrderId0, order.clientOrderId1, order.clientOrderId2, order.clientOrderId3));
        }
    }

    /** An order rests no more. */
    void remove(final Order order) {
        byId.remove(order.slot);
        if (order.hasClientOrderId()) {
            byClientOrderId.remove(order);
        }
        order.account.remove(order);
        Exposures.remove(order);
    }
}
