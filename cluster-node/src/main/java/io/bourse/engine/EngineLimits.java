package io.bourse.engine;

/** Skeleton. */
public final class EngineLimits {
}
