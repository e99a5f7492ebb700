package io.bourse.gateway.cluster;

import io.bourse.schema.OrderStatus;
import io.bourse.schema.ResultCode;

import java.util.List;

/**
 * The true outcome of one command.
 *
 * @param code          OK or the engine's reject
 * @param subjectId     order, account, withdrawal, asset or instrument id; 0 when none came to be
 * @param status        of the order; null for commands that are not about one
 * @param executedLots  so far
 * @param executedQuote so far, quote minor units
 * @param remainingLots still open
 * @param count         orders cancelled by cancel-all
 * @param available     balance after a deposit or withdrawal
 * @param locked        balance after a deposit or withdrawal
 * @param timestampNs   engine time of the command
 * @param eventSequence of the command's last event: what is read later can be waited for with it
 * @param fills         of this command as taker, in order
 */
public record Outcome(
    ResultCode code,
    long subjectId,
    OrderStatus status,
    long executedLots,
    long executedQuote,
    long remainingLots,
    int count,
    long available,
    long locked,
    long timestampNs,
    long eventSequence,
    List<Fill> fills) {

    /**
     * One trade of the command.
     *
     * @param tradeId      per instrument
     * @param priceTicks   the maker's
     * @param quantityLots traded
     * @param quoteAmount  price x quantity, quote minor units
     * @param fee          of the taker, in the asset it received
     */
    public record Fill(long tradeId, long priceTicks, long quantityLots, long quoteAmount, long fee) {
    }

    /** Whether the command was carried out. */
    public boolean isOk() {
        return code == ResultCode.OK;
    }
}
