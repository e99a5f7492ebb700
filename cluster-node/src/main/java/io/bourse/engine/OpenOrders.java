package io.bourse.engine;

/**
 * Orders in use, and the open ones by id, by client order id and by account. Outside of this class an order is an object: those
 * that are packed get one for as long as a command is about them. Whoever has asked for the object of an open order
 * ends the order or {@link #keep}s it.
 */
final class OpenOrders {
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final Hashing hashing;
    private final OrderSlots slots;
    private final PackedOrders packed;
    private final PriceLevels levels;
    private final OrderIndex byId;
    private final HashTable<Order> byClientOrderId = new HashTable<>();
    /** Read by nobody: what was read for the cache alone. */
    private int fetched;
    private final Order shown = new Order();
    private Order freeOrders;
    private OrderDetails freeDetails;

    OpenOrders(
        final Ledger ledger, final InstrumentTable instruments, final OrderSlots slots, final PriceLevels levels,
        final Hashing hashing) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.slots = slots;
        this.levels = levels;
        packed = slots.packed();
        this.hashing = hashing;
        byId = new OrderIndex(slots);
    }

    /** An order object to fill in; every field but the links is the caller's. */
    Order take() {
        final Order order = freeOrders;
        if (order == null) {
            return new Order();
        }
        freeOrders = order.nextFree;
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
        order.nextFree = freeOrders;
        freeOrders = order;
    }

    /** Makes room for so many, which all may have client order ids. */
    void reserve(final int count) {
        byClientOrderId.reserve(count);
    }

    int count() {
        return byId.size();
    }

    /** The slot of an open order by id, or {@link OrderSlots#NONE}. */
    int slot(final long orderId) {
        final int slot = orderId > 0 ? byId.get(orderId) : OrderSlots.NONE;
        if (slot != OrderSlots.NONE) {
            // Whoever asks by id goes on to the book, where the level is one line behind the slot.
            fetched = levels.first(slots.level(slot));
        }
        return slot;
    }

    /** The object of the open order of a slot, for a command that ends it or {@link #keep}s it. */
    Order order(final int slot) {
        return filled(slot, 0);
    }

    /** The same of an order from which the book, but nobody else, has just taken so many lots. */
    Order filled(final int slot, final long lots) {
        return packed.holds(slot) ? unpack(slot, lots, take()) : slots.order(slot);
    }

    /** The open order of a slot, to read until the next one is shown. */
    Order show(final int slot) {
        return packed.holds(slot) ? unpack(slot, 0, shown) : slots.order(slot);
    }

    /** The owner of the open order of a slot. */
    Account account(final int slot) {
        return packed.holds(slot) ? ledger.account(packed.accountId(slot)) : slots.order(slot).account;
    }

    /** What the open order of a slot does not show, lots. */
    long hiddenLots(final int slot) {
        return packed.holds(slot) ? 0 : slots.order(slot).details.hiddenLots;
    }

    /** A command leaves an order open that it has entered, changed or only looked at. The object is not its any more. */
    void keep(final Order order) {
        if (PackedOrders.canHold(order)) {
            packed.put(order);
            giveBack(order);
        } else {
            packed.clear(order.slot);
            slots.order(order.slot, order);
        }
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
        addToAccount(order);
        Exposures.update(order);
    }

    /** Appends an order that is registered to the list of its account; its id is the highest so far. */
    void addToAccount(final Order order) {
        order.account.orderIds.append(order.orderId, byId);
        order.account.openOrderCount++;
    }

    /** As {@link #add}, but the caller sees to the list of the account. */
    void register(final Order order) {
        order.slot = byId.put(order.orderId);
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
        order.account.orderIds.remove(order.orderId);
        order.account.openOrderCount--;
        Exposures.remove(order);
    }

    private Order unpack(final int slot, final long filledLots, final Order order) {
        packed.read(slot, order, ledger, instruments);
        order.slot = slot;
        order.orderId = byId.orderId(slot);
        order.remainingLots = slots.lots(slot) + filledLots;
        order.quantityLots = order.remainingLots;
        order.locked = order.reservation(order.remainingLots);
        return order;
    }
}
