package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Route;
import io.bourse.schema.ResultCode;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import static io.bourse.gateway.http.Route.Access.USER;

/** Deposits, withdrawals, transfers and balances of the caller. */
final class FundsResource {
    private static final int KEY_LENGTH_MAX = 64;

    private final Services services;

    FundsResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        final Field asset = Field.text("asset");
        final Field quantity = Field.decimal("quantity");
        final Field key = Field.id("idempotency_key");
        return List.of(
            Route.post("/api/v1/user/deposit", USER, this::deposit, asset, quantity, key).failing("Failed to Deposit"),
            Route.post("/api/v1/user/withdraw", USER, this::withdraw, asset, quantity, key).failing("Failed to Withdraw"),
            Route.post("/api/v1/user/transfer", USER, this::transfer, Field.text("to_user_id"), asset, quantity, key)
                .failing("Failed to Transfer"),
            Route.get("/api/v1/user/balances", USER, this::balances));
    }

    private CompletableFuture<HttpAnswer> deposit(final HttpCall call) {
        final UUID id = idempotencyId("deposit", call);
        return asset(call).thenCompose(asset -> services.cluster()
            .deposit(call.principal().accountId(), asset.assetId(), amount(call, asset), id)
            .thenApplyAsync(outcome -> HttpAnswer.ok(answer(call, asset, outcome, "Deposited")), call.executor()));
    }

    private CompletableFuture<HttpAnswer> withdraw(final HttpCall call) {
        final UUID id = idempotencyId("withdrawal", call);
        final boolean isAutoSettle = services.isAutoSettle();
        return asset(call).thenCompose(asset -> services.cluster()
            .requestWithdrawal(call.principal().accountId(), asset.assetId(), amount(call, asset), id, isAutoSettle)
            .thenApplyAsync(outcome -> {
                final Map<String, Object> answer =
                    answer(call, asset, outcome, isAutoSettle ? "Withdrawn" : "Requested Withdrawal");
                answer.put("withdrawal_id", Long.toString(outcome.subjectId()));
                return HttpAnswer.ok(answer);
            }, call.executor()));
    }

    private CompletableFuture<HttpAnswer> transfer(final HttpCall call) {
        final UUID id = idempotencyId("transfer", call);
        final UUID toUserId = UserLookup.id(call.parameters().required("to_user_id"));
        return asset(call).thenCompose(asset -> UserLookup.byId(services, toUserId).thenCompose(payee -> services.cluster()
            .transfer(call.principal().accountId(), payee.accountId(), asset.assetId(), amount(call, asset), id)
            .thenApplyAsync(outcome -> {
                final Map<String, Object> answer = answer(call, asset, outcome, "Transferred");
                answer.put("to_user_id", payee.userId().toString());
                return HttpAnswer.ok(answer);
            }, call.executor())));
    }

    private CompletableFuture<HttpAnswer> balances(final HttpCall call) {
        return services.cluster().balances(call.principal().accountId()).thenCompose(balances -> {
            if (balances.code() != ResultCode.OK) {
                throw HttpErrors.of(balances.code());
            }
            final boolean isKnown =
                balances.balances().stream().allMatch(b -> services.catalogue().asset(b.assetId()) != null);
            final CompletableFuture<Void> known =
                isKnown ? CompletableFuture.completedFuture(null) : services.catalogue().refreshSoon();
            return known.thenApplyAsync(ignored -> HttpAnswer.ok(balances.balances().stream()
                .map(this::balance).filter(Objects::nonNull).toList()), call.executor());
        });
    }

    private Map<String, Object> balance(final ClusterRequests.Balance balance) {
        final Asset asset = services.catalogue().asset(balance.assetId());
        return asset == null ? null : Json.object(
            "asset", asset.symbol(),
            "available", asset.amountText(balance.available()),
            "locked", asset.amountText(balance.locked()));
    }

    private CompletableFuture<Asset> asset(final HttpCall call) {
        call.parameters().required("quantity");
        return services.catalogue().asset(call.parameters().required("asset"));
    }

    private static long amount(final HttpCall call, final Asset asset) {
        try {
            final long amount = asset.parseAmount(call.parameters().required("quantity"));
            if (amount <= 0) {
                throw HttpError.badRequest("INVALID_AMOUNT", "The quantity must be above zero.");
            }
            return amount;
        } catch (final NumberFormatException ex) {
            throw HttpError.badRequest("INVALID_AMOUNT", "The quantity is not possible: " + ex.getMessage() + ".");
        }
    }

    private static UUID idempotencyId(final String kind, final HttpCall call) {
        final String key = call.parameters().required("idempotency_key");
        if (key.length() > KEY_LENGTH_MAX) {
            throw HttpError.badRequest("BAD_IDEMPOTENCY_KEY",
                "The idempotency_key has more than " + KEY_LENGTH_MAX + " characters.");
        }
        return IdempotencyIds.of(kind, call.principal().userId(), key);
    }

    private static Map<String, Object> answer(
        final HttpCall call, final Asset asset, final Outcome outcome, final String status) {
        UserResource.checkOk(outcome);
        return Json.object(
            "status", status,
            "user_id", call.principal().userId(),
            "asset", asset.symbol(),
            "quantity", asset.amountText(amount(call, asset)),
            "available", asset.amountText(outcome.available()),
            "locked", asset.amountText(outcome.locked()));
    }
}
