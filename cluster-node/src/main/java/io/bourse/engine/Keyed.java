package io.bourse.engine;

/** Something that a {@link HashTable} holds: the link is in the thing, so that holding it allocates nothing. */
abstract class Keyed {
    long hash;
    Keyed nextInBucket;
}
