package io.bourse.engine;

/** Writes the state, record by record in the order of {@link RecordKind}. {@link EngineLoader} reads the same. */
final class EngineState {
    static final long FORMAT_VERSION = 3;
    /** The oldest format that is still read: members of the version before this one wrote it. */
    static final long OLDEST_FORMAT_VERSION = 2;

    /** Format that has the room on the disks. */
    static final long STORAGE_SINCE = 3;

    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OrderSlots slots;
    private final PriceLevels levels;
    private final OpenOrders orders;
    private final RememberedOrders remembered;
    private final Matcher matcher;
    private final Transfers transfers;
    private final Gateways gateways;
    private final BlockedSessions blockedSessions;
    private final Storage storage;

    EngineState(
        final Ledger ledger, final InstrumentTable instruments, final OrderSlots slots, final PriceLevels levels,
        final OpenOrders orders, final RememberedOrders remembered, final Matcher matcher, final Transfers transfers,
        final Gateways gateways, final BlockedSessions blockedSessions, final Storage storage) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.slots = slots;
        this.levels = levels;
        this.orders = orders;
        this.remembered = remembered;
        this.matcher = matcher;
        this.transfers = transfers;
        this.gateways = gateways;
        this.blockedSessions = blockedSessions;
        this.storage = storage;
    }

    void accept(final long timestampNs, final StateVisitor visitor) {
        accept(timestampNs, FORMAT_VERSION, visitor);
    }

    /** In the format of an older version, to hash a loaded state as the one who wrote it did. */
    void accept(final long timestampNs, final long formatVersion, final StateVisitor visitor) {
        visitor.record(RecordKind.ENGINE);
        visitor.field("formatVersion", formatVersion);
        visitor.field("timestampNs", timestampNs);
        visitor.field("lastOrderId", matcher.lastOrderId);
        visitor.field("lastWithdrawalId", transfers.lastWithdrawalId);
        visitor.field("gatewayCount", gateways.count());
        visitor.field("assetCount", ledger.assetCount());
        visitor.field("instrumentCount", instruments.count());
        visitor.field("accountCount", ledger.accountCount());
        visitor.field("openOrderCount", orders.count());
        visitor.field("transferCount", transfers.window().count());
        visitor.field("withdrawalCount", transfers.pendingCount());
        visitor.field("rememberedOrderCount", remembered.count());
        visitor.field("blockedSessionCount", blockedSessions.count());
        if (formatVersion >= STORAGE_SINCE) {
            visitor.field("lowStorageMembers", storage.lowMembers());
            visitor.field("storageMemberCount", storage.memberCount());
        }
        gateways(visitor);
        assets(visitor);
        for (int i = 1; i <= instruments.count(); i++) {
            instrument(instruments.get(i), visitor);
        }
        accounts(visitor);
        for (int i = 1; i <= instruments.count(); i++) {
            OrderRecords.accept(instruments.get(i), orders, slots, levels, visitor);
        }
        transfers(visitor);
        withdrawals(visitor);
        OrderRecords.accept(remembered, visitor);
        blockedSessions(visitor);
    }

    private void gateways(final StateVisitor visitor) {
        for (int i = 0; i < gateways.count(); i++) {
            visitor.record(RecordKind.GATEWAY);
            visitor.field("gatewayId", gateways.gatewayId(i));
            visitor.field("gatewayEpoch", gateways.epoch(i));
            visitor.field("lastInSequence", gateways.lastInSequence(i));
        }
    }

    private void assets(final StateVisitor visitor) {
        for (int i = 1; i <= ledger.assetCount(); i++) {
            final Asset asset = ledger.asset(i);
            visitor.record(RecordKind.ASSET);
            visitor.field("assetId", i);
            visitor.field("symbol0", asset.symbol0);
            visitor.field("symbol1", asset.symbol1);
            visitor.field("decimals", asset.decimals);
            visitor.field("feesCollected", asset.feesCollected);
            visitor.field("depositsTotal", asset.depositsTotal);
            visitor.field("withdrawalsTotal", asset.withdrawalsTotal);
        }
    }

    private static void instrument(final Instrument instrument, final StateVisitor visitor) {
        visitor.record(RecordKind.INSTRUMENT);
        visitor.field("instrumentId", instrument.instrumentId);
        visitor.field("symbol0", instrument.symbol0);
        visitor.field("symbol1", instrument.symbol1);
        visitor.field("baseAssetId", instrument.baseAssetId);
        visitor.field("quoteAssetId", instrument.quoteAssetId);
        visitor.field("tickQuoteUnits", instrument.tickQuoteUnits);
        visitor.field("lotBaseUnits", instrument.lotBaseUnits);
        visitor.field("quoteUnitsPerTickLot", instrument.quoteUnitsPerTickLot);
        visitor.field("minQuantityLots", instrument.minQuantityLots);
        visitor.field("maxQuantityLots", instrument.maxQuantityLots);
        visitor.field("maxPriceTicks", instrument.maxPriceTicks);
        visitor.field("minNotional", instrument.minNotional);
        visitor.field("maxNotional", instrument.maxNotional);
        for (int tier = 0; tier < Fees.TIERS; tier++) {
            visitor.field("makerFeePpm", instrument.makerFeesPpm[tier]);
            visitor.field("takerFeePpm", instrument.takerFeesPpm[tier]);
        }
        visitor.field("priceRangeBasisPoints", instrument.priceRangeBasisPoints);
        visitor.field("priceBandBasisPoints", instrument.priceBandBasisPoints);
        visitor.field("priceBandMode", instrument.priceBandMode);
        visitor.field("referencePriceTicks", instrument.referencePriceTicks);
        visitor.field("state", instrument.state.code());
        visitor.field("lastTradePriceTicks", instrument.lastTradePriceTicks);
        visitor.field("lastTradeId", instrument.lastTradeId);
        visitor.field("lastUpdateId", instrument.lastUpdateId);
        visitor.field("lastPreventedMatchId", instrument.lastPreventedMatchId);
    }

    private void accounts(final StateVisitor visitor) {
        for (int i = 1; i <= ledger.accountCount(); i++) {
            final Account account = ledger.account(i);
            visitor.record(RecordKind.ACCOUNT);
            visitor.field("accountId", i);
            visitor.field("externalIdHigh", account.externalIdHigh);
            visitor.field("externalIdLow", account.externalIdLow);
            visitor.field("blocked", account.blocked ? 1 : 0);
            visitor.field("tradeGroup", account.tradeGroup);
            visitor.field("feeTier", account.feeTier);
            visitor.field("maxOpenOrders", account.maxOpenOrders);
            visitor.field("maxOpenNotional", account.maxOpenNotional);
            visitor.field("deadManDeadlineNs", account.deadManDeadlineNs);
        }
        for (int i = 1; i <= ledger.accountCount(); i++) {
            final Account account = ledger.account(i);
            for (int assetId = 1; assetId <= ledger.assetCount(); assetId++) {
                if ((account.available(assetId) | account.locked(assetId)) != 0) {
                    visitor.record(RecordKind.BALANCE);
                    visitor.field("accountId", i);
                    visitor.field("assetId", assetId);
                    visitor.field("available", account.available(assetId));
                    visitor.field("locked", account.locked(assetId));
                }
            }
        }
    }

    private void transfers(final StateVisitor visitor) {
        for (Transfer transfer = transfers.window().oldest(); transfer != null; transfer = transfer.younger) {
            visitor.record(RecordKind.TRANSFER);
            visitor.field("accountId", transfer.accountId);
            visitor.field("idempotencyHigh", transfer.idempotencyHigh);
            visitor.field("idempotencyLow", transfer.idempotencyLow);
            visitor.field("assetId", transfer.assetId);
            visitor.field("amount", transfer.amount);
            visitor.field("withdrawalId", transfer.withdrawalId);
            visitor.field("toAccountId", transfer.toAccountId);
            visitor.field("settledAtOnce", transfer.settledAtOnce ? 1 : 0);
            visitor.field("available", transfer.available);
            visitor.field("locked", transfer.locked);
        }
    }

    private void withdrawals(final StateVisitor visitor) {
        for (Withdrawal withdrawal = transfers.firstPending(); withdrawal != null; withdrawal = withdrawal.next) {
            visitor.record(RecordKind.WITHDRAWAL);
            visitor.field("withdrawalId", withdrawal.withdrawalId);
            visitor.field("accountId", withdrawal.account.accountId);
            visitor.field("assetId", withdrawal.assetId);
            visitor.field("amount", withdrawal.amount);
        }
    }

    private void blockedSessions(final StateVisitor visitor) {
        for (BlockedSession session = blockedSessions.oldest(); session != null; session = session.younger) {
            visitor.record(RecordKind.BLOCKED_SESSION);
            visitor.field("accountId", session.accountId);
            visitor.field("sessionId", session.sessionId);
        }
    }
}
