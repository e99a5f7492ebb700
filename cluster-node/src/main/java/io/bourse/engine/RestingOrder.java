package io.bourse.engine;

/**
 * What the book and the index need of an {@link Order}. It is a class of its own because the fields of a superclass lie
 * in front: all that cancelling a cold order reads is then next to each other, in one or two cache lines instead of three.
 */
abstract class RestingOrder extends Keyed {
    long orderId;
    long priceTicks;
    /** Open quantity, displayed and hidden; 0 for market buys by amount. */
    long remainingLots;
    /** The part of the open quantity that a resting iceberg does not show. */
    long hiddenLots;
    /** It ends by time: matching has to look whether it is due. */
    boolean mayExpire;
    Side side;
    PriceLevel level;
    Order nextInLevel;
    Order previousInLevel;
    /** Of the bucket in the {@link OrderIndex}. */
    Order nextById;
}
