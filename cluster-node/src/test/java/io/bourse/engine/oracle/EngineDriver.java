package io.bourse.engine.oracle;

import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.engine.OrderRequest;

/** Executes commands on a real engine and records what it says. */
final class EngineDriver {
    static final int GATEWAY_ID = 1;

    final EngineRecorder recorder = new EngineRecorder();
    final Engine engine;
    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final InstrumentDefinition definition = new InstrumentDefinition();

    EngineDriver(final EngineLimits limits) {
        engine = new Engine(limits, recorder);
    }

    /** Its events are in the log of the recorder afterwards. */
    void execute(final Command command) {
        execute(GATEWAY_ID, command);
    }

    /** As the next one of a gateway. */
    void execute(final int gatewayId, final Command command) {
        recorder.log.clear();
        header.timestampNs = command.timestampNs();
        header.accountId = command.accountId();
        header.gatewayId = gatewayId;
        final long[] it = command.fields();
        if (command.kind() == CommandKind.LOGON) {
            header.gatewayId = (int) it[0];
            if (!engine.gatewayLogon(header, it[1])) {
                recorder.log.add(EventKind.LOGON_REFUSED, it[0], it[1]);
            }
        } else if (command.kind() == CommandKind.STORAGE) {
            if (!engine.storage((int) it[0], (int) it[1], it[2] != 0)) {
                recorder.log.add(EventKind.STORAGE_REFUSED, it[0], it[1]);
            }
        } else if (command.kind() == CommandKind.TIMER) {
            header.gatewayId = 0;
            header.inSequence = 0;
            engine.onTimer(header);
        } else {
            header.inSequence = engine.lastInSequence(gatewayId) + 1;
            sequenced(command, it);
        }
        recorder.log.add(EventKind.DEADLINE, engine.nextDeadlineNs());
    }

    private void sequenced(final Command command, final long[] it) {
        switch (command.kind()) {
            case MALFORMED -> engine.rejectMalformed(header);
            case NEW_ORDER -> engine.newOrder(header, request(it));
            case CANCEL -> engine.cancelOrder(header, it[0], it[1], it[2], it[3], it[4]);
            case CANCEL_ALL -> engine.cancelAll(header, (int) it[0], (int) it[1], it[2]);
            case AMEND -> engine.amendOrder(header, it[0], it[1], it[2], it[3], it[4], it[5], it[6]);
            case REPLACE -> engine.replaceOrder(header, it[Command.ORIGINAL], it[19], it[20], it[21], it[22], request(it),
                (int) it[Command.MODE]);
            case END_SESSION -> engine.endSession(header, it[0]);
            case DEAD_MAN_TIMER -> engine.setDeadManTimer(header, it[0]);
            case BLOCK_ACCOUNT -> engine.blockAccount(header, it[0], (int) it[1]);
            case BLOCK_SESSION -> engine.blockSession(header, it[0], it[1], (int) it[2]);
            case ACCOUNT_SETTINGS -> engine.setAccountSettings(header, it[0], it[1], (int) it[2], (int) it[3], it[4]);
            case FEE_RATES -> engine.setFeeRates(header, (int) it[0], (int) it[1], (int) it[2], (int) it[3]);
            case TRANSFER -> engine.transfer(header, it[0], (int) it[1], it[2], it[3], it[4]);
            case DEPOSIT -> engine.deposit(header, (int) it[0], it[1], it[2], it[3]);
            case WITHDRAW -> engine.requestWithdrawal(header, (int) it[0], it[1], it[2], it[3], it[4] != 0);
            case FINISH_WITHDRAWAL -> engine.finishWithdrawal(header, it[0], (int) it[1]);
            case CREATE_ACCOUNT -> engine.createAccount(header, it[0], it[1]);
            case DEFINE_ASSET -> engine.defineAsset(header, it[0], it[1], (int) it[2]);
            case DEFINE_INSTRUMENT -> engine.defineInstrument(header, definition(it));
            case INSTRUMENT_STATE -> engine.setInstrumentState(header, (int) it[0], (int) it[1]);
            default -> throw new IllegalArgumentException("not a sequenced command: " + command);
        }
    }

    private OrderRequest request(final long[] it) {
        request.instrumentId = (int) it[Command.INSTRUMENT];
        request.side = (int) it[Command.SIDE];
        request.orderType = (int) it[Command.TYPE];
        request.timeInForce = (int) it[Command.TIME_IN_FORCE];
        request.priceTicks = it[Command.PRICE];
        request.quantityLots = it[Command.QUANTITY];
        request.quoteAmount = it[Command.AMOUNT];
        request.stopPriceTicks = it[Command.STOP];
        request.trailingDeltaBasisPoints = (int) it[Command.TRAILING];
        request.displayLots = it[Command.DISPLAY];
        request.expireTimeNs = it[Command.EXPIRES];
        request.selfTradePrevention = (int) it[Command.PREVENTION];
        request.sessionId = it[Command.SESSION];
        request.cancelOnDisconnect = it[Command.ON_DISCONNECT] != 0;
        request.clientOrderId0 = it[Command.ID];
        request.clientOrderId1 = it[Command.ID + 1];
        request.clientOrderId2 = it[Command.ID + 2];
        request.clientOrderId3 = it[Command.ID + 3];
        return request;
    }

    private InstrumentDefinition definition(final long[] it) {
        definition.symbol0 = it[0];
        definition.symbol1 = it[1];
        definition.tickQuoteUnits = it[2];
        definition.lotBaseUnits = it[3];
        definition.minQuantityLots = it[4];
        definition.maxQuantityLots = it[5];
        definition.maxPriceTicks = it[6];
        definition.minNotional = it[7];
        definition.maxNotional = it[8];
        definition.baseAssetId = (int) it[9];
        definition.quoteAssetId = (int) it[10];
        definition.makerFeePpm = (int) it[11];
        definition.takerFeePpm = (int) it[12];
        definition.priceRangeBasisPoints = (int) it[13];
        definition.priceBandBasisPoints = (int) it[14];
        definition.priceBandMode = (int) it[15];
        definition.referencePriceTicks = it[16];
        definition.initialState = (int) it[17];
        return definition;
    }
}
