package io.bourse.gateway.http.identity;

/** How requests of {@code /api/v1} say who sends them. */
public enum Identity {
    /** By a signature or a session only. */
    SIGNED,
    /** Also by naming a demo user, unsigned: for play money on a loopback address. */
    DEMO
}
