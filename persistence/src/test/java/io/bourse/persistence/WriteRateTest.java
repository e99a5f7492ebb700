package io.bourse.persistence;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class WriteRateTest {
    @Test
    void shouldKeepUpWithAnExchangeOfAFewThousandOrders() throws Exception {
        final WriteRate.Result result = WriteRate.measure(60_000);

        System.out.println(result);
        assertTrue(result.rows() > 20_000, result.toString());
        assertTrue(result.eventsPerSecond() > 2_000, result.toString());
    }
}
