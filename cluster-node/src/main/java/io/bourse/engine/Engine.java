package io.bourse.engine;

/**
 * The exchange as a pure state machine: a command at a time changes the state and tells the listener every effect. No
 * clock, thread, I/O or randomness; what comes out depends on the commands and their timestamps alone.
 *
 * <p>A command either is carried out or changes nothing but the place in the gateway's sequence; both end in exactly one
 * {@link EngineListener#onCommandResult}. An exception out of a command is a broken invariant: the state is then worthless
 * and the member must stop. Commands must come in sequence, see {@link #lastInSequence}.
 */
public final class Engine {
    /** Instead of a side: both. */
    public static final int ANY_SIDE = 255;
    /** Mode of {@link #replaceOrder}: both or neither. */
    public static final int REPLACE_ATOMIC = 0;
    /** Mode of {@link #replaceOrder}: the original goes also when the new order is refused. */
    public static final int REPLACE_CANCEL_REGARDLESS = 1;

    private final EngineListener listener;
    private final Hashing hashing = new Hashing();
    private final OrderSlots slots = new OrderSlots();
    private final PriceLevels levels = new PriceLevels(slots, hashing);
    private final OpenOrders orders;
    private final InstrumentTable instruments;
    private final Gateways gateways;
    private final Ledger ledger;
    private final Expiries expiries = new Expiries();
    private final RememberedOrders remembered;
    private final TriggeredStops triggered;
    private final Matcher matcher;
    private final DueWork dueWork;
    private final OrderCommands orderCommands;
    private final AccountCommands accountCommands;
    private final BlockedSessions blockedSessions;
    private final DeadManTimers deadManTimers = new DeadManTimers();
    private final Storage storage = new Storage();
    private final Transfers transfers;
    private final Definitions definitions;
    private final EngineState state;
    private final CommandResult result = new CommandResult();
    /** Of nobody: gateway 0. */
    private final CommandHeader timerHeader = new CommandHeader();
    private final StateHash stateHash = new StateHash();
    private long timestampNs;
    private long loadedFormatVersion = EngineState.FORMAT_VERSION;

    /** An engine without any state; all members of a cluster must use the same limits. */
    public Engine(final EngineLimits limits, final EngineListener listener) {
        this.listener = listener;
        instruments = new InstrumentTable(limits.instruments(), slots, levels);
        gateways = new Gateways(limits.gateways());
        ledger = new Ledger(limits, listener, hashing);
        orders = new OpenOrders(ledger, instruments, slots, levels, hashing);
        remembered = new RememberedOrders(limits, hashing);
        triggered = new TriggeredStops(instruments, limits.triggersPerCommand());
        final TouchedBooks touched = new TouchedBooks();
        final LiveOrders live = new LiveOrders(expiries, orders, slots, levels);
        final Capacity capacity = new Capacity(limits, orders, slots, levels);
        final OrderEnds ends = new OrderEnds(listener, ledger, orders, expiries, triggered, remembered, touched);
        matcher = new Matcher(listener, ledger, orders, ends, expiries, triggered, touched, live, capacity, slots, levels);
        blockedSessions = new BlockedSessions(limits.blockedSessions(), hashing);
        accountCommands = new AccountCommands(
            listener, ledger, instruments, orders, new MassCancels(orders, ends), blockedSessions, deadManTimers);
        dueWork = new DueWork(limits, expiries, triggered, ends, matcher, accountCommands);
        final OrderLadder ladder =
            new OrderLadder(expiries, live, capacity, levels, blockedSessions, storage);
        final Amendments amendments =
            new Amendments(listener, orders, expiries, live, capacity, ladder, ends, touched, matcher);
        orderCommands =
            new OrderCommands(ledger, instruments, orders, remembered, ladder, amendments, ends, matcher);
        transfers = new Transfers(limits, listener, ledger, hashing);
        definitions = new Definitions(listener, ledger, instruments, expiries);
        state = new EngineState(ledger, instruments, slots, levels, orders, remembered, matcher, transfers, gateways,
            blockedSessions, storage);
    }

    /**
     * Begins or resumes the sequence of a gateway process.
     *
     * @return false, with nothing changed and no event, when a younger process of this gateway has logged on, or the
     *         table of gateways is full; true after onGatewayLoggedOn
     */
    public boolean gatewayLogon(final CommandHeader header, final long gatewayEpoch) {
        final boolean first = gateways.count() == 0;
        if (!gateways.logon(header.gatewayId, gatewayEpoch)) {
            return false;
        }
        if (first) {
            // Nothing is hashed yet: there is no command before a logon.
            hashing.salt(header.timestampNs);
        }
        advanceTime(header.timestampNs);
        listener.onGatewayLoggedOn(header.gatewayId, gatewayEpoch, lastInSequence(header.gatewayId));
        return true;
    }

    /** For tests: the open orders. */
    OpenOrders orders() {
        return orders;
    }

    /** For tests: the records of the orders. */
    OrderSlots slots() {
        return slots;
    }

    /** For tests: the records of the levels. */
    PriceLevels levels() {
        return levels;
    }

    /** Highest in-sequence executed for a gateway's newest epoch; -1 when it never logged on. */
    public long lastInSequence(final int gatewayId) {
        final int index = gateways.indexOf(gatewayId);
        return index < 0 ? Gateways.NEVER_LOGGED_ON : gateways.lastInSequence(index);
    }

    /** A sequenced message that could not be decoded: takes its place in the sequence and ends in a MALFORMED result. */
    public void rejectMalformed(final CommandHeader header) {
        begin(header);
        end(header, RejectReason.MALFORMED);
    }

    /**
     * Enters an order. Result: the status it has at the end of the command, what was executed and what is open, or why it
     * was refused by {@link OrderLadder}.
     */
    public void newOrder(final CommandHeader header, final OrderRequest request) {
        begin(header);
        end(header, orderCommands.enter(header.accountId, request, timestampNs, result));
    }

    /**
     * Cancels an open order by order id, or by the four words of a client order id when orderId is 0. The operator
     * (account 0) may cancel any by order id. Outcomes: cancelled, MALFORMED, UNKNOWN_ACCOUNT, UNKNOWN_ORDER (also for
     * orders of others).
     */
    public void cancelOrder(
        final CommandHeader header, final long orderId,
        final long clientOrderId0, final long clientOrderId1, final long clientOrderId2, final long clientOrderId3) {
        begin(header);
        end(header, orderCommands.cancel(
            header.accountId, orderId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3, result));
    }

    /**
     * Cancels all open orders of the account, lowest id first: of an instrument or (0) of all, of a {@link Side} code or
     * ({@link #ANY_SIDE}) of both, of a session or (0) of all. Outcomes: the count, perhaps 0; UNKNOWN_INSTRUMENT,
     * INVALID_SIDE, UNKNOWN_ACCOUNT.
     */
    public void cancelAll(final CommandHeader header, final int instrumentId, final int side, final long sessionId) {
        begin(header);
        end(header, accountCommands.cancelAll(header.accountId, instrumentId, side, sessionId, result));
    }

    /**
     * Changes limit and total quantity of a resting order of the account, named as in {@link #cancelOrder}. The same limit
     * and no higher total keep its place in the queue. Outcomes: the status it has then; see docs/ENGINE.md section 6.
     */
    public void amendOrder(
        final CommandHeader header, final long orderId,
        final long clientOrderId0, final long clientOrderId1, final long clientOrderId2, final long clientOrderId3,
        final long newPriceTicks, final long newQuantityLots) {
        begin(header);
        end(header, orderCommands.amend(header.accountId, orderId, clientOrderId0, clientOrderId1, clientOrderId2,
            clientOrderId3, newPriceTicks, newQuantityLots, result));
    }

    /** Cancels the orders of a session that asked for it. Outcomes: the count; MALFORMED (session 0), UNKNOWN_ACCOUNT. */
    public void endSession(final CommandHeader header, final long sessionId) {
        begin(header);
        end(header, accountCommands.endSession(header.accountId, sessionId, result));
    }

    /** (Re)starts the dead-man timer of the account, or (0) stops it. Outcomes: UNKNOWN_ACCOUNT, INVALID_TIMEOUT. */
    public void setDeadManTimer(final CommandHeader header, final long timeoutNs) {
        begin(header);
        end(header, accountCommands.setDeadManTimer(header.accountId, timeoutNs, timestampNs, result));
    }

    /** Blocks (1) or unblocks (0) an account; for the operator. Outcomes: see docs/ENGINE.md section 11. */
    public void blockAccount(final CommandHeader header, final long accountId, final int blocked) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : accountCommands.blockAccount(accountId, blocked, result));
    }

    /** Blocks (1) or unblocks (0) a session; for the operator. Outcomes: see docs/ENGINE.md section 11. */
    public void blockSession(final CommandHeader header, final long accountId, final long sessionId, final int blocked) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : accountCommands.blockSession(accountId, sessionId, blocked, result));
    }

    /** Sets trade group, fee tier and risk limits of an account; for the operator. See docs/ENGINE.md section 12. */
    public void setAccountSettings(
        final CommandHeader header, final long accountId, final long tradeGroup, final int feeTier,
        final int maxOpenOrders, final long maxOpenNotional) {
        begin(header);
        end(header, header.accountId != 0 ? RejectReason.NOT_AUTHORISED : accountCommands.setSettings(
            accountId, tradeGroup, feeTier, maxOpenOrders, maxOpenNotional, result));
    }

    /** Sets the rates of a fee tier of an instrument; for the operator. See docs/ENGINE.md section 12. */
    public void setFeeRates(
        final CommandHeader header, final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        begin(header);
        end(header, header.accountId != 0 ? RejectReason.NOT_AUTHORISED : definitions.setFeeRates(
            instrumentId, feeTier, makerFeePpm, takerFeePpm, result));
    }

    /** Moves money of the account to another. Idempotent as deposits are. See docs/ENGINE.md section 2. */
    public void transfer(
        final CommandHeader header, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        begin(header);
        end(header, transfers.transfer(ledger.account(header.accountId), ledger.account(toAccountId), assetId, amount,
            idempotencyHigh, idempotencyLow, result));
    }

    /**
     * A member says whether its disk is nearly full. While those with room are no majority, new orders and replacements are
     * refused as STORAGE_LOW; cancels, amendments and everything else go on. No event; false for a member that cannot be.
     */
    public boolean storage(final int memberId, final int memberCount, final boolean isLow) {
        return storage.report(memberId, memberCount, isLow);
    }

    /** The members that have said so, a bit for each by its id. */
    public long lowStorageMembers() {
        return storage.lowMembers();
    }

    /** Does the work that is due and nothing else; the header needs only its time and place in the log. */
    public void onTimer(final CommandHeader header) {
        timerHeader.timestampNs = header.timestampNs;
        timerHeader.logPosition = header.logPosition;
        begin(header.timestampNs);
        end(timerHeader, null);
    }

    /** When the engine next wants {@link #onTimer}, ns, never before engine time; Long.MAX_VALUE: never. */
    public long nextDeadlineNs() {
        return dueWork.nextDeadlineNs();
    }

    /**
     * Cancels an open order and enters another on its instrument and side, behind all others; when either is not possible
     * neither happens, or, by mode, the original goes all the same (count 1). The request carries the new order; the words
     * name the original when originalOrderId is 0. The result is about the new order. Outcomes: as for a new order,
     * UNKNOWN_ORDER for the original, INVALID_SETTING for the mode.
     */
    public void replaceOrder(
        final CommandHeader header, final long originalOrderId,
        final long originalClientOrderId0, final long originalClientOrderId1,
        final long originalClientOrderId2, final long originalClientOrderId3, final OrderRequest request, final int mode) {
        begin(header);
        end(header, orderCommands.replace(
            header.accountId, originalOrderId, originalClientOrderId0, originalClientOrderId1,
            originalClientOrderId2, originalClientOrderId3, request, mode, timestampNs, result));
    }

    /**
     * Adds minor units to the account. The same id with the same content has no further effect and the same answer; the
     * ids of an account's deposits, withdrawals and transfers are one space. Outcomes: subject account id and the balance;
     * MALFORMED (id is 0), UNKNOWN_ACCOUNT, UNKNOWN_ASSET, INVALID_AMOUNT, IDEMPOTENCY_MISMATCH, OVERFLOW.
     */
    public void deposit(
        final CommandHeader header, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        begin(header);
        end(header, transfers.deposit(
            ledger.account(header.accountId), assetId, amount, idempotencyHigh, idempotencyLow, result));
    }

    /**
     * Locks minor units of the account until the withdrawal is finished; settles it in the same command when asked to.
     * Idempotent as deposits are. Outcomes: subject withdrawal id and the balance; MALFORMED (id is 0), UNKNOWN_ACCOUNT,
     * UNKNOWN_ASSET, INVALID_AMOUNT, IDEMPOTENCY_MISMATCH, LIMIT_REACHED, INSUFFICIENT_BALANCE.
     */
    public void requestWithdrawal(
        final CommandHeader header, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow, final boolean settleAtOnce) {
        begin(header);
        end(header, transfers.request(ledger.account(header.accountId), assetId, amount,
            idempotencyHigh, idempotencyLow, settleAtOnce, result));
    }

    /**
     * Settles or rejects a pending withdrawal; for the operator. Outcomes: subject withdrawal id and the balance;
     * NOT_AUTHORISED, INVALID_STATE (not a {@link WithdrawalOutcome} code), UNKNOWN_WITHDRAWAL (also when it is finished).
     */
    public void finishWithdrawal(final CommandHeader header, final long withdrawalId, final int outcome) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : transfers.finish(withdrawalId, outcome, result));
    }

    /**
     * Opens an account, for the operator; the same external id again answers with the same account. Outcomes: subject
     * account id; NOT_AUTHORISED, MALFORMED (id is 0), LIMIT_REACHED.
     */
    public void createAccount(final CommandHeader header, final long externalIdHigh, final long externalIdLow) {
        begin(header);
        end(header, openAccount(header.accountId, externalIdHigh, externalIdLow));
    }

    /**
     * Defines an asset; for the operator. Symbols are of A-Z, 0-9 and underscore. Outcomes: subject asset id;
     * NOT_AUTHORISED, INVALID_DEFINITION, DUPLICATE_SYMBOL (subject: the asset that has it), LIMIT_REACHED.
     */
    public void defineAsset(final CommandHeader header, final long symbol0, final long symbol1, final int decimals) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : definitions.defineAsset(symbol0, symbol1, decimals, result));
    }

    /**
     * Defines an instrument; for the operator. Tick x lot must be a whole number of quote minor units, maximum price x
     * maximum quantity must fit into 63 bits, maxNotional is at least 1. Outcomes: subject instrument id; NOT_AUTHORISED,
     * UNKNOWN_ASSET, INVALID_DEFINITION, INVALID_STATE, DUPLICATE_SYMBOL (subject: the one that has it), LIMIT_REACHED.
     */
    public void defineInstrument(final CommandHeader header, final InstrumentDefinition definition) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : definitions.defineInstrument(definition, result));
    }

    /**
     * Sets the state of an instrument; for the operator. No event when it has it already. Outcomes: subject instrument
     * id; NOT_AUTHORISED, UNKNOWN_INSTRUMENT, INVALID_STATE.
     */
    public void setInstrumentState(final CommandHeader header, final int instrumentId, final int instrumentState) {
        begin(header);
        end(header, header.accountId != 0
            ? RejectReason.NOT_AUTHORISED : definitions.setState(instrumentId, instrumentState, result));
    }

    /** An account, or null. Read only. */
    public Account account(final long accountId) {
        return ledger.account(accountId);
    }

    /** Available minor units; 0 for unknown accounts and assets. */
    public long available(final long accountId, final int assetId) {
        final Account account = ledger.account(accountId);
        return account == null || ledger.asset(assetId) == null ? 0 : account.available(assetId);
    }

    /** Locked minor units; 0 for unknown accounts and assets. */
    public long locked(final long accountId, final int assetId) {
        final Account account = ledger.account(accountId);
        return account == null || ledger.asset(assetId) == null ? 0 : account.locked(assetId);
    }

    /** Number of assets; their ids are 1 to this. */
    public int assetCount() {
        return ledger.assetCount();
    }

    /** An asset, or null. Read only. */
    public Asset asset(final int assetId) {
        return ledger.asset(assetId);
    }

    /** Number of instruments; their ids are 1 to this. */
    public int instrumentCount() {
        return instruments.count();
    }

    /** An instrument, or null. Read only. */
    public Instrument instrument(final int instrumentId) {
        return instruments.get(instrumentId);
    }

    /**
     * An open order of this account by id, or by client order id when that is 0; null if there is none. The operator
     * (account 0) sees any by id. Valid until the next order is asked for.
     */
    public Order openOrder(
        final long accountId, final long orderId,
        final long clientOrderId0, final long clientOrderId1, final long clientOrderId2, final long clientOrderId3) {
        return orderCommands.show(accountId, orderId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
    }

    /**
     * The account's open order with the lowest id above afterOrderId, on an instrument or (0) on any; null: none. Valid until
     * the next order is asked for.
     */
    public Order nextOpenOrder(final long accountId, final int instrumentId, final long afterOrderId) {
        return orderCommands.next(accountId, instrumentId, afterOrderId);
    }

    /** Sums of an asset over all accounts, really added up; false for an unknown asset. */
    public boolean assetTotals(final int assetId, final AssetTotals totals) {
        final Asset asset = ledger.asset(assetId);
        if (asset == null) {
            return false;
        }
        totals.accountsTotal = ledger.accountsTotal(assetId);
        totals.feesCollected = asset.feesCollected;
        totals.depositsTotal = asset.depositsTotal;
        totals.withdrawalsTotal = asset.withdrawalsTotal;
        return true;
    }

    /** Open orders over all instruments: resting ones and stops. */
    public long openOrderCount() {
        return orders.count();
    }

    /** Accounts; their ids are 1 to this. */
    public long accountCount() {
        return ledger.accountCount();
    }

    /** Engine time: the highest timestamp of any command so far, ns since the epoch. */
    public long timestampNs() {
        return timestampNs;
    }

    /** The one traversal, in the order of {@link RecordKind}. */
    public void accept(final StateVisitor visitor) {
        state.accept(timestampNs, visitor);
    }

    /** Fills a new engine; throws IllegalStateException when the records are not what accept writes. */
    public void load(final StateSource source) {
        final EngineLoader loader = new EngineLoader(
            ledger, instruments, new OrderLoader(ledger, instruments, orders, expiries, triggered, remembered, matcher),
            matcher, transfers, gateways, blockedSessions, deadManTimers, hashing, storage);
        timestampNs = loader.load(source);
        loadedFormatVersion = loader.formatVersion();
        expiries.nowNs = timestampNs;
    }

    /** 64-bit hash of the state. */
    public long stateHash() {
        stateHash.reset();
        accept(stateHash);
        return stateHash.value();
    }

    /** Hash of a state that was just loaded, as the version that wrote it has taken it. */
    public long loadedStateHash() {
        stateHash.reset();
        state.accept(timestampNs, loadedFormatVersion, stateHash);
        return stateHash.value();
    }

    private RejectReason openAccount(final long accountId, final long externalIdHigh, final long externalIdLow) {
        if (accountId != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if ((externalIdHigh | externalIdLow) == 0) {
            return RejectReason.MALFORMED;
        }
        final Account same = ledger.accountByExternalId(externalIdHigh, externalIdLow);
        if (same != null) {
            result.subjectId = same.accountId;
            return null;
        }
        if (ledger.isFullOfAccounts()) {
            return RejectReason.LIMIT_REACHED;
        }
        final Account account = ledger.addAccount(externalIdHigh, externalIdLow);
        result.subjectId = account.accountId;
        listener.onAccountCreated(account);
        return null;
    }

    private void begin(final CommandHeader header) {
        gateways.advance(header.gatewayId, header.inSequence);
        begin(header.timestampNs);
    }

    private void begin(final long headerTimestampNs) {
        advanceTime(headerTimestampNs);
        result.reset();
        dueWork.run();
    }

    private void end(final CommandHeader header, final RejectReason reason) {
        triggered.activate(matcher);
        matcher.flush();
        result.rejectReason = reason;
        listener.onCommandResult(header, result);
    }

    private void advanceTime(final long headerTimestampNs) {
        timestampNs = Math.max(timestampNs, headerTimestampNs);
        expiries.nowNs = timestampNs;
    }
}
