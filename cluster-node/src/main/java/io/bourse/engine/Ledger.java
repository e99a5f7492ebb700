package io.bourse.engine;

import java.util.Arrays;

/** Assets, accounts and their balances. Every change of a balance goes through here and is a line of the ledger. */
final class Ledger {
    /** In events, the account that fees go to. */
    static final long FEE_ACCOUNT = 0;
    /** What may be in the exchange of one asset, so that no sum of balances overflows. */
    static final long SUPPLY_MAX = Long.MAX_VALUE / 2;

    private static final int INITIAL_ACCOUNTS = 64;

    private final EngineListener listener;
    private final Hashing hashing;
    private final HashTable<Account> byExternalId = new HashTable<>();
    private final int accountLimit;
    private final Asset[] assets;
    private Account[] accounts = new Account[INITIAL_ACCOUNTS];
    private int accountCount;
    private int assetCount;

    Ledger(final EngineLimits limits, final EngineListener listener, final Hashing hashing) {
        this.listener = listener;
        this.hashing = hashing;
        accountLimit = limits.accounts();
        assets = new Asset[limits.assets() + 1];
    }

    int accountCount() {
        return accountCount;
    }

    boolean isFullOfAccounts() {
        return accountCount >= accountLimit;
    }

    /** The account of an id, or null. */
    Account account(final long accountId) {
        return accountId > 0 && accountId <= accountCount ? accounts[(int) accountId] : null;
    }

    Account accountByExternalId(final long high, final long low) {
        Account account = byExternalId.first(hashing.hash(high, low, 0));
        while (account != null && (account.externalIdHigh != high || account.externalIdLow != low)) {
            account = byExternalId.next(account);
        }
        return account;
    }

    Account addAccount(final long externalIdHigh, final long externalIdLow) {
        final int accountId = ++accountCount;
        if (accountId >= accounts.length) {
            accounts = Arrays.copyOf(accounts, 2 * accounts.length);
        }
        final Account account = new Account(accountId, externalIdHigh, externalIdLow);
        accounts[accountId] = account;
        byExternalId.add(account, hashing.hash(externalIdHigh, externalIdLow, 0));
        return account;
    }

    int assetCount() {
        return assetCount;
    }

    boolean isFullOfAssets() {
        return assetCount >= assets.length - 1;
    }

    /** The asset of an id, or null. */
    Asset asset(final int assetId) {
        return assetId > 0 && assetId <= assetCount ? assets[assetId] : null;
    }

    Asset assetBySymbol(final long symbol0, final long symbol1) {
        for (int i = 1; i <= assetCount; i++) {
            if (assets[i].symbol0 == symbol0 && assets[i].symbol1 == symbol1) {
                return assets[i];
            }
        }
        return null;
    }

    Asset addAsset(final long symbol0, final long symbol1, final int decimals) {
        final Asset asset = new Asset();
        asset.assetId = ++assetCount;
        asset.symbol0 = symbol0;
        asset.symbol1 = symbol1;
        asset.decimals = decimals;
        assets[assetCount] = asset;
        return asset;
    }

    /** Sum over all accounts, available and locked. */
    long accountsTotal(final int assetId) {
        long total = 0;
        for (int i = 1; i <= accountCount; i++) {
            final Account account = accounts[i];
            total = Math.addExact(total, account.available(assetId) + account.locked(assetId));
        }
        return total;
    }

    void lock(
        final Account account, final int assetId, final long amount, final BalanceCause cause,
        final long referenceId, final int instrumentId) {
        change(account, assetId, -amount, amount, cause, referenceId, instrumentId);
    }

    void release(
        final Account account, final int assetId, final long amount, final BalanceCause cause,
        final long referenceId, final int instrumentId) {
        change(account, assetId, amount, -amount, cause, referenceId, instrumentId);
    }

    /** Changes a balance; without a line when nothing changes. */
    void change(
        final Account account, final int assetId, final long availableDelta, final long lockedDelta,
        final BalanceCause cause, final long referenceId, final int instrumentId) {
        if (availableDelta == 0 && lockedDelta == 0) {
            return;
        }
        final long available = account.available(assetId) + availableDelta;
        final long locked = account.locked(assetId) + lockedDelta;
        if (available < 0 || locked < 0) {
            throw new IllegalStateException("negative balance: accountId=" + account.accountId + " assetId=" + assetId +
                " available=" + available + " locked=" + locked + " cause=" + cause + " referenceId=" + referenceId);
        }
        account.balance(assetId, available, locked);
        listener.onBalanceChanged(
            account.accountId, assetId, available, locked, availableDelta, lockedDelta, cause, referenceId, instrumentId);
    }

    /** Adds a fee to what the fee account has of an asset, or takes a rebate (negative) from it. */
    void collectFee(final int assetId, final long fee, final long tradeId, final int instrumentId) {
        if (fee == 0) {
            return;
        }
        final Asset asset = assets[assetId];
        asset.feesCollected += fee;
        if (asset.feesCollected < 0) {
            throw new IllegalStateException("negative fee account: assetId=" + assetId + " tradeId=" + tradeId);
        }
        listener.onBalanceChanged(
            FEE_ACCOUNT, assetId, asset.feesCollected, 0, fee, 0,
            fee > 0 ? BalanceCause.FEE_COLLECTED : BalanceCause.REBATE_PAID, tradeId, instrumentId);
    }
}
