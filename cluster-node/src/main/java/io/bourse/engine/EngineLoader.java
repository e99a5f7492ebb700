package io.bourse.engine;

import java.util.Arrays;

/**
 * Reads what {@link EngineState} wrote into an empty engine. Anything else than such records ends in an
 * IllegalStateException that names the record.
 */
final class EngineLoader {
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OpenOrders orders;
    private final Matcher matcher;
    private final Transfers transfers;
    private final Gateways gateways;
    private final BlockedSessions blockedSessions;
    private final DeadManTimers deadManTimers;
    private final LevelPool levels;
    private final Hashing hashing;
    private final long[] seen = new long[RecordKind.values().length + 1];
    private final long[] expected = new long[seen.length];
    private long[] orderIds = new long[1024];
    private long timestampNs;
    private StateSource source;

    EngineLoader(
        final Ledger ledger, final InstrumentTable instruments, final OpenOrders orders, final Matcher matcher,
        final Transfers transfers, final Gateways gateways, final BlockedSessions blockedSessions,
        final DeadManTimers deadManTimers, final LevelPool levels, final Hashing hashing) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.matcher = matcher;
        this.transfers = transfers;
        this.gateways = gateways;
        this.blockedSessions = blockedSessions;
        this.deadManTimers = deadManTimers;
        this.levels = levels;
        this.hashing = hashing;
    }

    /** Loads everything; the answer is the engine time. */
    long load(final StateSource records) {
        require(ledger.assetCount() == 0 && ledger.accountCount() == 0 && gateways.count() == 0, "the engine is not new");
        source = records;
        int lastKind = 0;
        int kindCode = records.nextRecord();
        require(kindCode == RecordKind.ENGINE.code(), "the first record is kind=" + kindCode + ", not ENGINE");
        while (kindCode != 0) {
            final RecordKind kind = RecordKind.of(kindCode);
            require(kind != null && kindCode >= lastKind, "record kind=" + kindCode + " after kind=" + lastKind);
            read(kind);
            require(records.remainingFields() == 0, "fields left in record kind=" + kind);
            seen[kindCode]++;
            lastKind = kindCode;
            kindCode = records.nextRecord();
        }
        for (int i = 1; i < expected.length; i++) {
            require(i == RecordKind.BALANCE.code() || seen[i] == expected[i],
                "records of kind=" + RecordKind.of(i) + " expected=" + expected[i] + " read=" + seen[i]);
        }
        linkOrdersOfAccounts();
        countExposures();
        checkMoney();
        return timestampNs;
    }

    private void read(final RecordKind kind) {
        switch (kind) {
            case ENGINE -> engine();
            case GATEWAY -> gateway();
            case ASSET -> asset();
            case INSTRUMENT -> instrument();
            case ACCOUNT -> account();
            case BALANCE -> balance();
            case ORDER -> order();
            case TRANSFER -> transfer();
            case WITHDRAWAL -> withdrawal();
            case BLOCKED_SESSION -> blockedSession();
            default -> throw new IllegalStateException("snapshot: record kind=" + kind + " is not known");
        }
    }

    private void engine() {
        final long version = next();
        require(version == EngineState.FORMAT_VERSION, "format version=" + version + " is not " + EngineState.FORMAT_VERSION);
        timestampNs = next();
        hashing.salt(timestampNs);
        matcher.lastOrderId = next();
        transfers.lastWithdrawalId = next();
        expected[RecordKind.ENGINE.code()] = 1;
        expected[RecordKind.GATEWAY.code()] = next();
        expected[RecordKind.ASSET.code()] = next();
        expected[RecordKind.INSTRUMENT.code()] = next();
        expected[RecordKind.ACCOUNT.code()] = next();
        expected[RecordKind.ORDER.code()] = next();
        expected[RecordKind.TRANSFER.code()] = next();
        expected[RecordKind.WITHDRAWAL.code()] = next();
        expected[RecordKind.BLOCKED_SESSION.code()] = next();
    }

    private void gateway() {
        final int gatewayId = nextInt();
        require(gateways.indexOf(gatewayId) < 0 && gateways.insert(gatewayId, next(), next()),
            "gatewayId=" + gatewayId + " is there twice, or there are more gateways than the limit");
    }

    private void asset() {
        require(!ledger.isFullOfAssets(), "more assets than the limit");
        final int assetId = nextInt();
        final Asset asset = ledger.addAsset(next(), next(), nextInt());
        require(asset.assetId == assetId, "assetId=" + assetId + " follows " + (asset.assetId - 1));
        asset.feesCollected = next();
        asset.depositsTotal = next();
        asset.withdrawalsTotal = next();
    }

    private void instrument() {
        require(!instruments.isFull(), "more instruments than the limit");
        final int instrumentId = nextInt();
        final Instrument instrument = new Instrument();
        instrument.symbol0 = next();
        instrument.symbol1 = next();
        instrument.baseAssetId = nextInt();
        instrument.quoteAssetId = nextInt();
        instrument.tickQuoteUnits = next();
        instrument.lotBaseUnits = next();
        instrument.quoteUnitsPerTickLot = next();
        instrument.minQuantityLots = next();
        instrument.maxQuantityLots = next();
        instrument.maxPriceTicks = next();
        instrument.minNotional = next();
        instrument.maxNotional = next();
        for (int tier = 0; tier < Fees.TIERS; tier++) {
            instrument.makerFeesPpm[tier] = nextInt();
            instrument.takerFeesPpm[tier] = nextInt();
        }
        instrument.priceRangeBasisPoints = nextInt();
        instrument.priceBandBasisPoints = nextInt();
        instrument.priceBandMode = nextInt();
        instrument.referencePriceTicks = next();
        instrument.state = InstrumentState.of(nextInt());
        instrument.lastTradePriceTicks = next();
        instrument.lastTradeId = next();
        instrument.lastUpdateId = next();
        instruments.add(instrument, levels);
        require(instrument.instrumentId == instrumentId && instrument.state != null &&
            ledger.asset(instrument.baseAssetId) != null && ledger.asset(instrument.quoteAssetId) != null,
            "instrumentId=" + instrumentId + " is out of order, or its state or assets are not known");
    }

    private void account() {
        require(!ledger.isFullOfAccounts(), "more accounts than the limit");
        final long accountId = next();
        final Account account = ledger.addAccount(next(), next());
        account.blocked = next() != 0;
        account.tradeGroup = next();
        account.feeTier = nextInt();
        account.maxOpenOrders = nextInt();
        account.maxOpenNotional = next();
        require(account.accountId == accountId && Fees.isTier(account.feeTier),
            "accountId=" + accountId + " is out of order, or its tier is none");
        deadManTimers.set(account, next());
    }

    private void balance() {
        final Account account = nextAccount();
        final int assetId = nextInt();
        final long available = next();
        final long locked = next();
        require(ledger.asset(assetId) != null && available >= 0 && locked >= 0,
            "balance of accountId=" + account.accountId + " assetId=" + assetId + " is " + available + ", " + locked);
        account.balance(assetId, available, locked);
    }

    private void order() {
        final Order order = orders.take();
        order.orderId = next();
        order.account = nextAccount();
        order.instrument = instruments.get(nextInt());
        order.side = Side.of(nextInt());
        order.orderType = OrderType.of(nextInt());
        order.timeInForce = TimeInForce.of(nextInt());
        order.priceTicks = next();
        order.quantityLots = next();
        order.quoteAmount = next();
        order.executedLots = next();
        order.executedQuote = next();
        order.remainingLots = next();
        order.locked = next();
        order.timestampNs = next();
        order.sessionId = next();
        order.cancelOnDisconnect = next() != 0;
        order.selfTradePrevention = SelfTradePrevention.of(nextInt());
        order.clientOrderId0 = next();
        order.clientOrderId1 = next();
        order.clientOrderId2 = next();
        order.clientOrderId3 = next();
        require(order.orderId > 0 && order.orderId <= matcher.lastOrderId && orders.get(order.orderId) == null &&
            order.instrument != null && order.side != null && order.orderType != null && order.timeInForce != null &&
            order.selfTradePrevention != null &&
            order.priceTicks > 0 && order.remainingLots > 0 && order.locked > 0,
            "orderId=" + order.orderId + " is there twice, or its fields are not those of an open order");
        orders.register(order);
        order.instrument.book.restore(order);
        final int count = orders.count();
        if (count > orderIds.length) {
            orderIds = Arrays.copyOf(orderIds, 2 * orderIds.length);
        }
        orderIds[count - 1] = order.orderId;
    }

    private void transfer() {
        final long accountId = nextAccount().accountId;
        final Transfer transfer = transfers.window().remember(accountId, next(), next());
        transfer.assetId = nextInt();
        transfer.amount = next();
        transfer.withdrawalId = next();
        transfer.toAccountId = next();
        transfer.settledAtOnce = next() != 0;
        transfer.available = next();
        transfer.locked = next();
    }

    private void withdrawal() {
        final long withdrawalId = next();
        transfers.addPending(withdrawalId, nextAccount(), nextInt(), next());
    }

    private void blockedSession() {
        final long accountId = nextAccount().accountId;
        final long sessionId = next();
        require(!blockedSessions.isFull() && !blockedSessions.contains(accountId, sessionId),
            "session of accountId=" + accountId + " is blocked twice, or there are more than the limit");
        blockedSessions.add(accountId, sessionId);
    }

    private void countExposures() {
        for (int i = 1; i <= ledger.accountCount(); i++) {
            if (ledger.account(i).maxOpenNotional != 0) {
                Exposures.restart(ledger.account(i));
            }
        }
    }

    /** Orders come in order of the books; the lists of the accounts are in order of id. */
    private void linkOrdersOfAccounts() {
        final int count = orders.count();
        Arrays.sort(orderIds, 0, count);
        for (int i = 0; i < count; i++) {
            final Order order = orders.get(orderIds[i]);
            order.account.append(order);
        }
    }

    private void checkMoney() {
        for (int assetId = 1; assetId <= ledger.assetCount(); assetId++) {
            final Asset asset = ledger.asset(assetId);
            final long held = ledger.accountsTotal(assetId) + asset.feesCollected;
            require(held == asset.depositsTotal - asset.withdrawalsTotal, "assetId=" + assetId + " does not add up: held=" +
                held + " deposits=" + asset.depositsTotal + " withdrawals=" + asset.withdrawalsTotal);
        }
    }

    private Account nextAccount() {
        final long accountId = next();
        final Account account = ledger.account(accountId);
        require(account != null, "accountId=" + accountId + " is not known");
        return account;
    }

    private long next() {
        return source.nextField();
    }

    private int nextInt() {
        final long value = source.nextField();
        require(value == (int) value, "field value=" + value + " is not an int");
        return (int) value;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException("snapshot: " + otherwise);
        }
    }
}
