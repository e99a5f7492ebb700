package io.bourse.gateway.http;

import io.bourse.gateway.cluster.ClusterUnavailableException;
import io.bourse.marketdata.MarketDataException;
import io.bourse.persistence.Users;
import io.bourse.schema.ResultCode;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The one place that turns what went wrong into what the client is told. */
public final class HttpErrors {
    private HttpErrors() {
    }

    /** The error of a failure; 500 without details for one that nobody expected. */
    public static HttpError of(final Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case final HttpError error -> error;
            case final ClusterUnavailableException unavailable -> of(unavailable);
            case final Users.UsernameTakenException ignored ->
                HttpError.conflict("USERNAME_TAKEN", "Another user has this name.");
            case final TimeoutException ignored -> HttpError.unavailable("OUTCOME_UNKNOWN",
                "There was no answer in time; the request may have been carried out.");
            case final MarketDataException ignored -> HttpError.unavailable("MARKET_DATA_UNAVAILABLE",
                "The public data cannot be read at this moment.");
            default -> unexpected(cause);
        };
    }

    /** The error of an engine's reject. */
    public static HttpError of(final ResultCode code) {
        return code == ResultCode.STORAGE_LOW ? HttpError.unavailable(code.name(), reason(code))
            : HttpError.of(status(code), code.name(), reason(code));
    }

    private static HttpError unexpected(final Throwable cause) {
        return isOfDatabase(cause) ?
            HttpError.unavailable("DATABASE_UNAVAILABLE", "PostgreSQL cannot be read at this moment.") :
            HttpError.of(500, "INTERNAL", "The gateway failed to answer; its log says why.");
    }

    private static boolean isOfDatabase(final Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    private static HttpError of(final ClusterUnavailableException unavailable) {
        return switch (unavailable.reason()) {
            case BUSY -> HttpError.unavailable("BUSY", "The gateway is busy; nothing was sent.");
            case NO_LEADER -> HttpError.unavailable("NO_LEADER", "The cluster has no leader now; nothing was sent.");
            case OUTCOME_UNKNOWN -> HttpError.unavailable("OUTCOME_UNKNOWN",
                "The outcome did not arrive in time; the request may have been carried out.");
        };
    }

    private static int status(final ResultCode code) {
        return switch (code) {
            case NOT_AUTHORISED, UNKNOWN_ACCOUNT, ACCOUNT_BLOCKED, SESSION_BLOCKED -> 403;
            case UNKNOWN_ORDER, UNKNOWN_WITHDRAWAL -> 404;
            case INSTRUMENT_NOT_TRADING, DUPLICATE_CLIENT_ORDER_ID, IDEMPOTENCY_MISMATCH, DUPLICATE_SYMBOL, INVALID_STATE,
                ORDER_NOT_AMENDABLE -> 409;
            case INSUFFICIENT_BALANCE, TOO_MANY_OPEN_ORDERS, LIMIT_REACHED, NO_REFERENCE_PRICE, WOULD_TRIGGER_IMMEDIATELY,
                POST_ONLY_WOULD_CROSS, PRICE_OUTSIDE_BAND, OPEN_NOTIONAL_ABOVE_LIMIT -> 422;
            default -> 400;
        };
    }

    private static String reason(final ResultCode code) {
        return switch (code) {
            case NOT_AUTHORISED -> "This account may not do that.";
            case UNKNOWN_INSTRUMENT -> "There is no such market.";
            case INSTRUMENT_NOT_TRADING -> "The market takes no such orders in its present state.";
            case UNKNOWN_ACCOUNT -> "The account does not exist.";
            case ACCOUNT_BLOCKED -> "The account is blocked.";
            case INVALID_PRICE -> "The price is not possible for this kind of order.";
            case INVALID_QUANTITY -> "The quantity is not possible.";
            case QUANTITY_BELOW_MINIMUM -> "The quantity is below the smallest of the market.";
            case QUANTITY_ABOVE_MAXIMUM -> "The quantity is above the largest of the market.";
            case PRICE_ABOVE_MAXIMUM -> "The price is above the highest of the market.";
            case NOTIONAL_BELOW_MINIMUM -> "Price times quantity is below the smallest of the market.";
            case NOTIONAL_ABOVE_MAXIMUM -> "Price times quantity is above the largest of the market.";
            case DUPLICATE_CLIENT_ORDER_ID -> "Another order of the account has this client order id.";
            case TOO_MANY_OPEN_ORDERS -> "The account has as many open orders as it may.";
            case INSUFFICIENT_BALANCE -> "The available balance is too small.";
            case UNKNOWN_ORDER -> "There is no such open order.";
            case OVERFLOW -> "The numbers are too large.";
            case NO_REFERENCE_PRICE -> "The market has no last trade to bound a market order with.";
            case UNKNOWN_ASSET -> "There is no such asset.";
            case INVALID_AMOUNT -> "The amount is not possible.";
            case IDEMPOTENCY_MISMATCH -> "The same id was used for something else.";
            case UNKNOWN_WITHDRAWAL -> "There is no such open withdrawal.";
            case DUPLICATE_SYMBOL -> "The symbol is taken.";
            case INVALID_DEFINITION -> "The definition does not hold together.";
            case LIMIT_REACHED -> "A limit of the exchange is reached.";
            case INVALID_STATE -> "That is not possible in the present state.";
            default -> reasonOfRules(code);
        };
    }

    private static String reasonOfRules(final ResultCode code) {
        return switch (code) {
            case INVALID_STOP_PRICE -> "The stop price is not possible.";
            case WOULD_TRIGGER_IMMEDIATELY -> "The last trade is already where the stop would trigger.";
            case INVALID_TRAILING_DELTA -> "The trailing delta is not possible.";
            case INVALID_DISPLAY_QUANTITY -> "The display quantity is not possible.";
            case INVALID_EXPIRY -> "The expiry is not in the future.";
            case INVALID_SELF_TRADE_PREVENTION -> "The self-trade prevention is not possible for this order.";
            case POST_ONLY_WOULD_CROSS -> "The order would trade at once, which a LIMIT_MAKER must not.";
            case PRICE_OUTSIDE_BAND -> "The price is too far from the last trade.";
            case SESSION_BLOCKED -> "The session is blocked.";
            case OPEN_NOTIONAL_ABOVE_LIMIT -> "The open orders of the account in this market would be worth more than it may.";
            case ORDER_NOT_AMENDABLE -> "A stop that has not triggered cannot be amended; replace or cancel it.";
            case INVALID_SETTING -> "A setting is out of its range.";
            case STORAGE_LOW -> "The exchange is short of storage and takes no new orders now; cancels go on.";
            case INVALID_TIMEOUT -> "The timeout is not possible.";
            default -> "The engine refused: " + code.name() + ".";
        };
    }
}
