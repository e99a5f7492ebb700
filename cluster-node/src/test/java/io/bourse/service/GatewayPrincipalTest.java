package io.bourse.service;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

class GatewayPrincipalTest {
    @Test
    void shouldReadWhatItWrites() {
        for (final int gatewayId : new int[]{1, 9, 10, 42, 999_999_999}) {
            assertEquals(gatewayId, GatewayPrincipal.gatewayId(GatewayPrincipal.encode(gatewayId)));
        }
    }

    @Test
    void shouldReadNothingElse() {
        assertEquals(GatewayPrincipal.NONE, GatewayPrincipal.gatewayId(null));
        for (final String other : new String[]{"", "gw-", "gw-0", "gw-01", "gw--1", "gw-1 ", "GW-1", "gw-1234567890", "x"}) {
            assertEquals(GatewayPrincipal.NONE,
                GatewayPrincipal.gatewayId(other.getBytes(StandardCharsets.ISO_8859_1)), other);
        }
    }
}
