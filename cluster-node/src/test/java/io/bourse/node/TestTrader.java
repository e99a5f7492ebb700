package io.bourse.node;

import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.DefineInstrumentEncoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.SetDeadManTimerEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;

/** Orders and timers through a test gateway; each call waits for its result and wants it to be OK. */
final class TestTrader {
    static final long SELLER = 1;
    static final long BUYER = 2;

    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final TestGateway gateway;
    private long depositId;

    TestTrader(final TestGateway gateway) {
        this.gateway = gateway;
    }

    /** Two assets, an instrument, two accounts with money; the gateway must be logged on and the exchange empty. */
    void setUp() {
        gateway.defineAsset('A', 0);
        awaitOk();
        gateway.defineAsset('B', 0);
        awaitOk();
        final DefineInstrumentEncoder instrument =
            new DefineInstrumentEncoder().wrapAndApplyHeader(message, 0, messageHeader);
        gateway.header(instrument.header(), TestGateway.OPERATOR, ++gateway.inSequence);
        instrument.symbol().word0('I').word1(0);
        instrument.tickQuoteUnits(1).lotBaseUnits(1).minQuantityLots(1).maxQuantityLots(1_000).maxPriceTicks(1_000)
            .minNotional(0).maxNotional(1_000_000).baseAssetId(1).quoteAssetId(2).makerFeePpm(0).takerFeePpm(0)
            .priceRangeBasisPoints(0).initialState(InstrumentState.TRADING).referencePriceTicks(0).priceBandBasisPoints(0)
            .priceBandMode((short) 0);
        send(instrument.encodedLength());
        for (final long account : new long[]{SELLER, BUYER}) {
            gateway.createAccount(account);
            awaitOk();
            for (int asset = 1; asset <= 2; asset++) {
                final DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(message, 0, messageHeader);
                gateway.header(deposit.header(), account, ++gateway.inSequence);
                deposit.idempotencyId().high(5).low(++depositId);
                deposit.amount(1_000_000).assetId(asset);
                send(deposit.encodedLength());
            }
        }
    }

    /** A limit order that expires at a time, or rests when that is 0. */
    void limit(final long account, final Side side, final long priceTicks, final long expireTimeNs) {
        order(account, side, OrderType.LIMIT, priceTicks, 0, expireTimeNs);
    }

    /** As {@link #limit}, to rest, whatever the answer, which is returned. */
    ResultCode tryLimit(final long account, final Side side, final long priceTicks) {
        encodeOrder(account, side, OrderType.LIMIT, priceTicks, 0, 0);
        final long correlationId = gateway.lastCorrelationId();
        final ResultCode[] answer = new ResultCode[1];
        TestCluster.await("result of correlationId=" + correlationId, () -> {
            gateway.poll();
            answer[0] = answer(correlationId);
            return answer[0] != null;
        });
        return answer[0];
    }

    /** As {@link #limit}, to rest, without waiting for the answer. */
    void sendLimit(final long account, final Side side, final long priceTicks) {
        encodeOrder(account, side, OrderType.LIMIT, priceTicks, 0, 0);
    }

    /** Cancels every order of an account. */
    void cancelAll(final long account) {
        sendCancelAll(account);
        awaitOk();
    }

    /** As {@link #cancelAll}, without waiting for the answer. */
    void sendCancelAll(final long account) {
        final CancelAllEncoder command = new CancelAllEncoder().wrapAndApplyHeader(message, 0, messageHeader);
        gateway.header(command.header(), account, ++gateway.inSequence);
        command.instrumentId(0).sessionId(0).side(Side.NULL_VAL);
        gateway.offer(message, HEADER_LENGTH + command.encodedLength());
    }

    /** A stop-loss order by limit. */
    void stop(final long account, final Side side, final long priceTicks, final long stopPriceTicks) {
        order(account, side, OrderType.STOP_LOSS_LIMIT, priceTicks, stopPriceTicks, 0);
    }

    void deadManTimer(final long account, final long timeoutNs) {
        final SetDeadManTimerEncoder command = new SetDeadManTimerEncoder().wrapAndApplyHeader(message, 0, messageHeader);
        gateway.header(command.header(), account, ++gateway.inSequence);
        command.timeoutNs(timeoutNs);
        send(command.encodedLength());
    }

    /** Now, as the log is stamped. */
    static long nowNs() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private void order(
        final long account, final Side side, final OrderType type, final long priceTicks, final long stopPriceTicks,
        final long expireTimeNs) {
        encodeOrder(account, side, type, priceTicks, stopPriceTicks, expireTimeNs);
        awaitOk();
    }

    private void encodeOrder(
        final long account, final Side side, final OrderType type, final long priceTicks, final long stopPriceTicks,
        final long expireTimeNs) {
        final NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(message, 0, messageHeader);
        final CommandHeaderEncoder header = order.header();
        gateway.header(header, account, ++gateway.inSequence);
        order.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        order.priceTicks(priceTicks).quantityLots(1).quoteAmount(0).instrumentId(1).side(side).orderType(type)
            .timeInForce(expireTimeNs == 0 ? TimeInForce.GTC : TimeInForce.GTD).stopPriceTicks(stopPriceTicks).displayLots(0)
            .expireTimeNs(expireTimeNs).sessionId(0).trailingDeltaBasisPoints(0)
            .selfTradePrevention(SelfTradePrevention.NONE).cancelOnDisconnect((short) 0);
        gateway.offer(message, HEADER_LENGTH + order.encodedLength());
    }

    private void send(final int encodedLength) {
        gateway.offer(message, HEADER_LENGTH + encodedLength);
        awaitOk();
    }

    private void awaitOk() {
        final long correlationId = gateway.lastCorrelationId();
        TestCluster.await("result of correlationId=" + correlationId, () -> {
            gateway.poll();
            return isAnswered(correlationId);
        });
    }

    private boolean isAnswered(final long correlationId) {
        final ResultCode code = answer(correlationId);
        if (code != null && code != ResultCode.OK) {
            throw new AssertionError("correlationId=" + correlationId + " was refused: " + code);
        }
        return code != null;
    }

    /** Null while there is none. */
    private ResultCode answer(final long correlationId) {
        final ResultCode[] answer = new ResultCode[1];
        gateway.forEachFrame(frame -> {
            if (EventFrame.templateId(frame, 0) == CommandResultDecoder.TEMPLATE_ID) {
                final CommandResultDecoder result =
                    new CommandResultDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
                if (result.correlationId() == correlationId) {
                    answer[0] = result.resultCode();
                }
            }
        });
        return answer[0];
    }
}
