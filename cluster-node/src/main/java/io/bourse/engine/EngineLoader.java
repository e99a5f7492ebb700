package io.bourse.engine;

import java.util.Arrays;

/**
 * Reads what {@link EngineState} wrote into an empty engine. Anything else than such records ends in an
 * IllegalStateException that names the record.
 */
final class EngineLoader extends RecordReader {
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OrderLoader orders;
    private final Matcher matcher;
    private final Transfers transfers;
    private final Gateways gateways;
    private final BlockedSessions blockedSessions;
    private final DeadManTimers deadManTimers;
    private final Hashing hashing;
    private final Storage storage;
    private final long[] seen = new long[RecordKind.values().length + 1];
    private final long[] expected = new long[seen.length];
    /** Of each asset, what the balances so far hold. */
    private long[] held = new long[1];
    private long timestampNs;
    private long formatVersion;

    EngineLoader(
        final Ledger ledger, final InstrumentTable instruments, final OrderLoader orders, final Matcher matcher,
        final Transfers transfers, final Gateways gateways, final BlockedSessions blockedSessions,
        final DeadManTimers deadManTimers, final Hashing hashing, final Storage storage) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.matcher = matcher;
        this.transfers = transfers;
        this.gateways = gateways;
        this.blockedSessions = blockedSessions;
        this.deadManTimers = deadManTimers;
        this.hashing = hashing;
        this.storage = storage;
    }

    /** Loads everything; the answer is the engine time. */
    long load(final StateSource records) {
        require(ledger.assetCount() == 0 && ledger.accountCount() == 0 && gateways.count() == 0, "the engine is not new");
        begin(records);
        orders.begin(records);
        int lastKind = 0;
        int kindCode = records.nextRecord();
        require(kindCode == RecordKind.ENGINE.code(), "the first record is kind=" + kindCode + ", not ENGINE");
        while (kindCode != 0) {
            final RecordKind kind = RecordKind.of(kindCode);
            require(kind != null && kindCode >= lastKind, "record kind=", kindCode, " is not known, or out of order");
            read(kind);
            require(records.remainingFields() == 0, "fields left in record kind=", kindCode, "");
            seen[kindCode]++;
            lastKind = kindCode;
            kindCode = records.nextRecord();
        }
        for (int i = 1; i < expected.length; i++) {
            require(i == RecordKind.BALANCE.code() || seen[i] == expected[i],
                "records of kind=" + RecordKind.of(i) + " expected=" + expected[i] + " read=" + seen[i]);
        }
        orders.link();
        orders.countExposures();
        checkMoney();
        return timestampNs;
    }

    /** Of what was loaded. */
    long formatVersion() {
        return formatVersion;
    }

    private void read(final RecordKind kind) {
        switch (kind) {
            case ENGINE -> engine();
            case GATEWAY -> gateway();
            case ASSET -> asset();
            case INSTRUMENT -> instrument();
            case ACCOUNT -> account();
            case BALANCE -> balance();
            case ORDER -> orders.order();
            case TRANSFER -> transfer();
            case WITHDRAWAL -> withdrawal();
            case REMEMBERED_ORDER -> orders.rememberedOrder();
            case BLOCKED_SESSION -> blockedSession();
            default -> throw new IllegalStateException("snapshot: record kind=" + kind + " is not known");
        }
    }

    private void engine() {
        formatVersion = next();
        require(formatVersion >= EngineState.OLDEST_FORMAT_VERSION && formatVersion <= EngineState.FORMAT_VERSION,
            "format version=" + formatVersion + " is not " + EngineState.OLDEST_FORMAT_VERSION + " to " +
                EngineState.FORMAT_VERSION);
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
        orders.expect(expected[RecordKind.ORDER.code()]);
        expected[RecordKind.TRANSFER.code()] = next();
        expected[RecordKind.WITHDRAWAL.code()] = next();
        expected[RecordKind.REMEMBERED_ORDER.code()] = next();
        expected[RecordKind.BLOCKED_SESSION.code()] = next();
        if (formatVersion >= EngineState.STORAGE_SINCE) {
            require(storage.restore(next(), next()), "members with low storage are not possible");
        }
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
        held = Arrays.copyOf(held, assetId + 1);
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
            require(Fees.isMakerRate(instrument.makerFeesPpm[tier]) && Fees.isTakerRate(instrument.takerFeesPpm[tier]),
                "fees of instrumentId=" + instrumentId + " tier=" + tier + " are not possible");
        }
        instrument.priceRangeBasisPoints = nextInt();
        instrument.priceBandBasisPoints = nextInt();
        instrument.priceBandMode = nextInt();
        instrument.referencePriceTicks = next();
        instrument.state = InstrumentState.of(nextInt());
        instrument.lastTradePriceTicks = next();
        instrument.lastTradeId = next();
        instrument.lastUpdateId = next();
        instrument.lastPreventedMatchId = next();
        instruments.add(instrument);
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
        final long deadlineNs = next();
        require(account.accountId == accountId && Fees.isTier(account.feeTier) && account.tradeGroup >= 0 &&
            account.maxOpenOrders >= 0 && account.maxOpenNotional >= 0 && deadlineNs >= 0,
            "accountId=", accountId, " is out of order, or its settings are not possible");
        deadManTimers.set(account, deadlineNs);
    }

    private void balance() {
        final Account account = nextAccount();
        final int assetId = nextInt();
        final long available = next();
        final long locked = next();
        require(ledger.asset(assetId) != null && available >= 0 && locked >= 0,
            "balance of accountId=", account.accountId, " is negative, or of an unknown asset");
        require(locked <= Ledger.SUPPLY_MAX - held[assetId] && available <= Ledger.SUPPLY_MAX - held[assetId] - locked,
            "more than can be of an asset up to accountId=", account.accountId, "");
        held[assetId] += available + locked;
        account.balance(assetId, available, locked);
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

    private void checkMoney() {
        for (int assetId = 1; assetId <= ledger.assetCount(); assetId++) {
            final Asset asset = ledger.asset(assetId);
            require(held[assetId] + asset.feesCollected == asset.depositsTotal - asset.withdrawalsTotal,
                "assetId=" + assetId + " does not add up: held=" + held[assetId] + " fees=" + asset.feesCollected +
                " deposits=" + asset.depositsTotal + " withdrawals=" + asset.withdrawalsTotal);
        }
    }

    private Account nextAccount() {
        final long accountId = next();
        final Account account = ledger.account(accountId);
        require(account != null, "accountId=", accountId, " is not known");
        return account;
    }
}
