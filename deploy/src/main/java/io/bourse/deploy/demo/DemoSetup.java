package io.bourse.deploy.demo;

import io.bourse.deploy.demo.DemoCredentials.Credential;
import io.bourse.deploy.demo.RestClient.Answer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes what a new exchange lacks for a demonstration: assets, markets, users with balances. Everything but the operator
 * goes through the public interface, and may be done again after an interruption: what is there already stays as it is.
 */
public final class DemoSetup {
    /** Name of the operator in the credentials file. */
    public static final String OPERATOR = "operator";
    /** Names of the demo users in the credentials file. */
    public static final List<String> USERS = List.of("alice", "bob");
    /** Name of the bot's quoting user. */
    public static final String BOT_MAKER = "bot-maker";
    /** Name of the bot's trading user. */
    public static final String BOT_TAKER = "bot-taker";

    private static final int CONFLICT = 409;
    private static final int ATTEMPTS_MAX = 20;
    private static final long RETRY_INTERVAL_MS = 500;

    private final RestClient unsigned;
    private final DemoCredentials credentials;

    /**
     * @param unsigned    client of the gateway
     * @param credentials with the operator's key already
     */
    public DemoSetup(final RestClient unsigned, final DemoCredentials credentials) {
        this.unsigned = unsigned;
        this.credentials = credentials;
    }

    /** Does it, and notes in the credentials that it is done. */
    public void run() throws IOException, InterruptedException {
        final RestClient operator = client(OPERATOR);
        for (final Map.Entry<String, Integer> asset : new TreeMap<>(DemoMarket.ASSETS).entrySet()) {
            require(operator, "/api/v1/admin/assets", Map.of("symbol", asset.getKey(), "decimals", asset.getValue()));
        }
        for (final DemoMarket market : DemoMarket.all()) {
            final Map<String, Object> fields = new HashMap<>(market.definition());
            fields.putAll(Map.of("symbol", market.symbol(), "base", market.base(), "quote", market.quote()));
            require(operator, "/api/v1/admin/markets", fields);
        }
        for (final String name : USERS) {
            fund(user(name), name, Map.of("SOL", "10000", "BTC", "100", "ETH", "1000", "USDC", "1000000", "USDT", "1000000"));
        }
        for (final String name : List.of(BOT_MAKER, BOT_TAKER)) {
            fund(user(name), name, LiquidityBot.FULL_BALANCES);
        }
        credentials.complete();
    }

    /** A client that signs as one of the users. */
    public RestClient client(final String name) {
        final Credential credential = credentials.of(name).orElseThrow(() -> new IllegalStateException("no key of " + name));
        return unsigned.signedBy(credential.apiKey(), credential.apiSecret());
    }

    private RestClient user(final String name) throws IOException, InterruptedException {
        if (credentials.of(name).isEmpty()) {
            final Answer answer = ask(unsigned, "/api/v1/users", Map.of());
            if (!answer.isOk()) {
                throw new IOException("cannot create the demo user " + name + ": " + answer);
            }
            credentials.put(name, new Credential(answer.json().path("user_id").asText(),
                answer.json().path("api_key").asText(), answer.json().path("api_secret").asText()));
        }
        return client(name);
    }

    private void fund(final RestClient user, final String name, final Map<String, String> amounts)
        throws IOException, InterruptedException {
        final String userId = credentials.of(name).orElseThrow().userId();
        for (final Map.Entry<String, String> amount : new TreeMap<>(amounts).entrySet()) {
            // The same id at each start: a deposit is made once.
            final UUID id = UUID.nameUUIDFromBytes(
                ("demo-deposit/" + userId + "/" + amount.getKey()).getBytes(StandardCharsets.UTF_8));
            require(user, "/api/v1/user/deposit",
                Map.of("asset", amount.getKey(), "quantity", amount.getValue(), "idempotency_key", id.toString()));
        }
    }

    private static void require(final RestClient client, final String path, final Map<String, ?> fields)
        throws IOException, InterruptedException {
        final Answer answer = ask(client, path, fields);
        if (!answer.isOk() && answer.status() != CONFLICT) {
            throw new IOException("the exchange refused POST " + path + " " + fields + ": " + answer);
        }
    }

    private static Answer ask(final RestClient client, final String path, final Map<String, ?> fields)
        throws IOException, InterruptedException {
        Answer answer = client.post(path, fields);
        for (int i = 0; i < ATTEMPTS_MAX && answer.isBusy(); i++) {
            Thread.sleep(RETRY_INTERVAL_MS);
            answer = client.post(path, fields);
        }
        return answer;
    }
}
