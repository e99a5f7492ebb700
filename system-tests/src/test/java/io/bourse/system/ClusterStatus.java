package io.bourse.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;

/** What {@code ./bourse cluster status --json} says. */
final class ClusterStatus {
    private ClusterStatus() {
    }

    /** The role that leads, such as {@code member-0}; waits until there is one. */
    static String leader(final ExchangeProcess exchange) {
        final int[] leader = {-1};
        Await.until("a leader in the status", Duration.ofSeconds(30), () -> {
            leader[0] = status(exchange).path("leader").asInt(-1);
            return leader[0] >= 0;
        });
        return "member-" + leader[0];
    }

    /** Members that take part. */
    static int liveMembers(final ExchangeProcess exchange) {
        int live = 0;
        for (int i = 0; i < 3; i++) {
            live += exchange.process("member-" + i).isPresent() ? 1 : 0;
        }
        return live;
    }

    private static JsonNode status(final ExchangeProcess exchange) throws JsonProcessingException {
        return RestClient.JSON.readTree(exchange.command("status", "--json").output());
    }
}
