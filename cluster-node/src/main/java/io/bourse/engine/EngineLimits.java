package io.bourse.engine;

/**
 * How much of everything the engine holds; reaching a limit is a reject code. Memory grows in chunks with what is really
 * held. All members of a cluster must use the same limits, and replay with them: a reject is part of the outcome.
 *
 * @param accounts             accounts
 * @param assets               assets
 * @param instruments          instruments
 * @param openOrders           resting orders in total
 * @param openOrdersPerAccount resting orders of one account
 * @param levels               prices with resting orders, over all instruments and both sides
 * @param gateways             gateways that ever logged on
 * @param rememberedTransfers  ids of deposits and withdrawals that are remembered; beyond that the oldest is forgotten
 * @param pendingWithdrawals   withdrawals requested and not finished
 * @param rememberedOrders     finished orders with a client order id that are remembered in total; then the oldest is forgotten
 * @param rememberedOrdersPerAccount the same of one account
 * @param blockedSessions      sessions that are blocked
 * @param trailingOrders       trailing stops of one instrument
 * @param expiriesPerCommand   orders that expire, and timers that fire, at the beginning of one command
 * @param triggersPerCommand   stops that are activated in one command
 */
public record EngineLimits(
    int accounts, int assets, int instruments, int openOrders, int openOrdersPerAccount, int levels, int gateways,
    int rememberedTransfers, int pendingWithdrawals, int rememberedOrders, int rememberedOrdersPerAccount,
    int blockedSessions, int trailingOrders, int expiriesPerCommand, int triggersPerCommand) {

    /** Checks that every limit is at least 1. */
    public EngineLimits {
        requirePositive("accounts", accounts);
        requirePositive("assets", assets);
        requirePositive("instruments", instruments);
        requirePositive("openOrders", openOrders);
        requirePositive("openOrdersPerAccount", openOrdersPerAccount);
        requirePositive("levels", levels);
        requirePositive("gateways", gateways);
        requirePositive("rememberedTransfers", rememberedTransfers);
        requirePositive("pendingWithdrawals", pendingWithdrawals);
        requirePositive("rememberedOrders", rememberedOrders);
        requirePositive("rememberedOrdersPerAccount", rememberedOrdersPerAccount);
        requirePositive("blockedSessions", blockedSessions);
        requirePositive("trailingOrders", trailingOrders);
        requirePositive("expiriesPerCommand", expiriesPerCommand);
        requirePositive("triggersPerCommand", triggersPerCommand);
    }

    /** What an exchange uses unless it is told otherwise. */
    public static EngineLimits defaults() {
        return new EngineLimits(1_000_000, 256, 1_024, 2_000_000, 100_000, 1_000_000, 64, 262_144, 100_000,
            1_000_000, 128, 10_000, 1_000, 1_000, 100);
    }

    private static void requirePositive(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit " + name + "=" + value + " must be at least 1");
        }
    }
}
