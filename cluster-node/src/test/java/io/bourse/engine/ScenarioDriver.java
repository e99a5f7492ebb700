package io.bourse.engine;

import io.bourse.wire.PackedAscii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Executes commands written as text on a real engine and answers with the events as text. See scenarios/README.txt for
 * the words.
 */
final class ScenarioDriver {
    static final int GATEWAY_ID = 7;

    final TextListener listener = new TextListener();
    final CommandHeader header = new CommandHeader();
    Engine engine;
    private final Map<String, Long> accountIds = new TreeMap<>(Map.of("operator", 0L));
    private EngineLimits limits;
    private String[] words;

    ScenarioDriver() {
        this(EngineLimits.defaults());
    }

    ScenarioDriver(final EngineLimits limits) {
        start(limits);
    }

    /** The lines of the events of a command. */
    List<String> execute(final String command) {
        listener.lines.clear();
        words = command.trim().split("\\s+");
        final Long time = option("at") == null ? null : Long.parseLong(option("at"));
        final boolean isCommand = !"snapshot".equals(words[0]) && !"deadline".equals(words[0]);
        header.timestampNs = time == null ? header.timestampNs + (isCommand ? 1 : 0) : time;
        switch (words[0]) {
            case "limits" -> limits();
            case "given" -> given(words[1]);
            case "logon" -> logon();
            case "snapshot" -> snapshot();
            case "dump" -> dump();
            case "timer" -> {
                final CommandHeader timer = new CommandHeader();
                timer.timestampNs = header.timestampNs;
                engine.onTimer(timer);
            }
            case "storage" -> listener.lines.add("storage " + engine.storage(
                Integer.parseInt(words[1]), integer("of", 3), words[2].equals("low")));
            case "deadline" -> listener.lines.add("deadline " +
                (engine.nextDeadlineNs() == Long.MAX_VALUE ? "never" : engine.nextDeadlineNs()));
            case "time" -> listener.lines.add("time " + engine.timestampNs());
            default -> sequenced();
        }
        return List.copyOf(listener.lines);
    }

    private void start(final EngineLimits newLimits) {
        limits = newLimits;
        engine = new Engine(newLimits, listener);
        header.gatewayId = GATEWAY_ID;
        engine.gatewayLogon(header, 1);
        listener.lines.clear();
    }

    private void sequenced() {
        header.inSequence = engine.lastInSequence(GATEWAY_ID) + 1;
        header.accountId = 0;
        switch (words[0]) {
            case "asset" -> engine.defineAsset(
                header(option("as")), pack(words[1], 0), pack(words[1], 1), integer("decimals", 0));
            case "instrument" -> instrument();
            case "account" -> account();
            case "state" -> engine.setInstrumentState(
                header(option("as")), instrumentId(words[1]), code(words[2], InstrumentState.values(), InstrumentState::code));
            case "deposit" -> engine.deposit(
                header(words[1]), assetId(words[2]), Long.parseLong(words[3]), 0, number("id", 0));
            case "withdraw" -> engine.requestWithdrawal(header(words[1]), assetId(words[2]), Long.parseLong(words[3]),
                0, number("id", 0), flag("settle"));
            case "finish" -> engine.finishWithdrawal(header(option("as")), Long.parseLong(words[1]),
                code(words[2], WithdrawalOutcome.values(), WithdrawalOutcome::code));
            case "buy", "sell" -> engine.newOrder(header(words[1]), order(words[0], words[2], 3));
            case "cancel" -> cancel();
            case "cancel-all" -> engine.cancelAll(
                header(words[1]), words.length > 2 && !words[2].contains("=") ? instrumentId(words[2]) : 0,
                side(), number("session", 0));
            case "replace" -> replace();
            case "amend" -> amend();
            case "transfer", "block", "block-session", "settings", "fee-rates", "end-session", "dead-man-timer" ->
                accountCommand();
            case "malformed" -> engine.rejectMalformed(header(words[1]));
            default -> throw new IllegalArgumentException("unknown command: " + String.join(" ", words));
        }
    }

    private void accountCommand() {
        switch (words[0]) {
            case "transfer" -> engine.transfer(header(words[1]), accountId(words[2]), assetId(words[3]),
                Long.parseLong(words[4]), 0, number("id", 0));
            case "block" -> engine.blockAccount(header(option("as")), accountId(words[1]), integer("blocked", 1));
            case "block-session" -> engine.blockSession(
                header(option("as")), accountId(words[1]), Long.parseLong(words[2]), integer("blocked", 1));
            case "settings" -> engine.setAccountSettings(header(option("as")), accountId(words[1]), number("group", 0),
                integer("tier", 0), integer("max-orders", 0), number("max-notional", 0));
            case "fee-rates" -> engine.setFeeRates(header(option("as")), instrumentId(words[1]),
                Integer.parseInt(words[2]), integer("maker", 0), integer("taker", 0));
            case "end-session" -> engine.endSession(header(words[1]), Long.parseLong(words[2]));
            default -> engine.setDeadManTimer(header(words[1]), Long.parseLong(words[2]));
        }
    }

    /** Two markets without fees and with plain numbers, and two rich accounts. */
    private void given(final String name) {
        final List<String> setup = new ArrayList<>(List.of("asset SOL", "asset USD", "asset BTC",
            "instrument SOL_USD SOL USD maker=" + integer("maker", 0) + " taker=" + integer("taker", 0) +
                " range=" + integer("range", 0) + " unit=" + integer("unit", 1) + " band=" + integer("band", 0) +
                " band-mode=" + integer("band-mode", 0) + " reference=" + integer("reference", 0),
            "instrument BTC_USD BTC USD", "account alice", "account bob", "account carol"));
        if (!"markets".equals(name)) {
            throw new IllegalArgumentException("unknown set-up: " + name);
        }
        for (final String account : List.of("alice", "bob")) {
            for (final String asset : List.of("SOL", "USD", "BTC")) {
                setup.add("deposit " + account + " " + asset + " 10000 id=" + setup.size());
            }
        }
        setup.forEach(this::execute);
        listener.lines.clear();
    }

    /** Everything begins anew, also the time. */
    private void limits() {
        header.timestampNs = 0;
        listener.forget();
        accountIds.clear();
        accountIds.put("operator", 0L);
        final EngineLimits all = EngineLimits.defaults();
        start(new EngineLimits(integer("accounts", all.accounts()), integer("assets", all.assets()),
            integer("instruments", all.instruments()), integer("orders", all.openOrders()),
            integer("orders-per-account", all.openOrdersPerAccount()), integer("levels", all.levels()),
            integer("gateways", all.gateways()), integer("transfers", all.rememberedTransfers()),
            integer("withdrawals", all.pendingWithdrawals()),
            integer("remembered", all.rememberedOrders()),
            integer("remembered-per-account", all.rememberedOrdersPerAccount()),
            integer("blocked-sessions", all.blockedSessions()), integer("trailing", all.trailingOrders()),
            integer("expiries", all.expiriesPerCommand()), integer("triggers", all.triggersPerCommand())));
    }

    private void logon() {
        final CommandHeader logon = new CommandHeader();
        logon.gatewayId = Integer.parseInt(words[1]);
        logon.timestampNs = header.timestampNs;
        if (!engine.gatewayLogon(logon, number("epoch", 1))) {
            listener.lines.add("refused");
        }
    }

    /** Goes on with another engine, loaded from a snapshot of this one. */
    private void snapshot() {
        final Snapshot snapshot = Snapshot.of(engine);
        final Engine loaded = new Engine(limits, listener);
        loaded.load(snapshot.source());
        if (loaded.stateHash() != engine.stateHash()) {
            throw new IllegalStateException("hash differs after load\n" + snapshot + "\n" + Snapshot.of(loaded));
        }
        engine = loaded;
    }

    private void dump() {
        final StateDump dump = new StateDump();
        engine.accept(dump);
        listener.lines.addAll(List.of(dump.text().split("\n")));
    }

    private void account() {
        final long externalId = number("external", listener.accountNames.size());
        listener.accountNames.put(engine.accountCount() + 1, words[1]);
        engine.createAccount(header(option("as")), 0, externalId);
        accountIds.put(words[1], accountIds.getOrDefault(words[1], engine.accountCount()));
    }

    private void instrument() {
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = pack(words[1], 0);
        definition.symbol1 = pack(words[1], 1);
        definition.baseAssetId = assetId(words[2]);
        definition.quoteAssetId = assetId(words[3]);
        definition.tickQuoteUnits = number("tick", number("unit", 1));
        definition.lotBaseUnits = number("lot", 1);
        definition.minQuantityLots = number("min", 1);
        definition.maxQuantityLots = number("max", 1_000_000);
        definition.maxPriceTicks = number("max-price", 1_000_000);
        definition.minNotional = number("min-notional", 0);
        definition.maxNotional = number("max-notional", Long.MAX_VALUE);
        definition.makerFeePpm = integer("maker", 0);
        definition.takerFeePpm = integer("taker", 0);
        definition.priceRangeBasisPoints = integer("range", 0);
        definition.priceBandBasisPoints = integer("band", 0);
        definition.priceBandMode = integer("band-mode", 0);
        definition.referencePriceTicks = number("reference", 0);
        definition.initialState = code(option("state") == null ? "TRADING" : option("state"),
            InstrumentState.values(), InstrumentState::code);
        engine.defineInstrument(header(option("as")), definition);
    }

    private void cancel() {
        final String id = option("id");
        engine.cancelOrder(header(words[1]), orderId(),
            pack(id, 0), pack(id, 1), pack(id, 2), pack(id, 3));
    }

    private void amend() {
        final String id = option("id");
        final String[] parts = words[3].split("@");
        engine.amendOrder(header(words[1]), orderId(),
            pack(id, 0), pack(id, 1), pack(id, 2), pack(id, 3), Long.parseLong(parts[1]), Long.parseLong(parts[0]));
    }

    private void replace() {
        final String original = option("original");
        engine.replaceOrder(header(words[1]), orderId(),
            pack(original, 0), pack(original, 1), pack(original, 2), pack(original, 3), order("buy", "0", 3),
            flag("regardless") ? Engine.REPLACE_CANCEL_REGARDLESS : integer("mode", Engine.REPLACE_ATOMIC));
    }

    /** Quantity and price as 10@100, a market order as 10@market or amount@market. */
    private OrderRequest order(final String side, final String instrument, final int index) {
        final OrderRequest request = new OrderRequest();
        final String[] parts = words[index].split("@");
        final boolean market = "market".equals(parts[1]);
        request.instrumentId = instrumentId(instrument);
        request.side = integer("side", "buy".equals(side) ? 0 : 1);
        final String type = option("type") == null ? market ? "MARKET" : flag("maker") ? "LIMIT_MAKER" : "LIMIT" : option("type");
        request.orderType = code(type, OrderType.values(), OrderType::code);
        request.timeInForce = timeInForce(request.orderType == OrderType.MARKET.code());
        request.stopPriceTicks = number("stop", 0);
        request.trailingDeltaBasisPoints = integer("trailing", 0);
        request.displayLots = number("display", 0);
        request.expireTimeNs = number("gtd", number("expires", 0));
        request.selfTradePrevention = option("stp") == null
            ? 0 : code(option("stp"), SelfTradePrevention.values(), SelfTradePrevention::code);
        request.sessionId = number("session", 0);
        request.cancelOnDisconnect = flag("cancel-on-disconnect");
        request.priceTicks = number("price", market ? 0 : Long.parseLong(parts[1]));
        request.quantityLots = Long.parseLong(parts[0]);
        request.quoteAmount = number("amount", 0);
        final String id = option("id");
        request.clientOrderId0 = pack(id, 0);
        request.clientOrderId1 = pack(id, 1);
        request.clientOrderId2 = pack(id, 2);
        request.clientOrderId3 = pack(id, 3);
        return request;
    }

    private int timeInForce(final boolean market) {
        if (option("tif") != null) {
            return code(option("tif"), TimeInForce.values(), TimeInForce::code);
        }
        final TimeInForce value = market || flag("ioc") ? TimeInForce.IOC : flag("fok") ? TimeInForce.FOK
            : flag("day") ? TimeInForce.DAY : option("gtd") != null ? TimeInForce.GTD : TimeInForce.GTC;
        return value.code();
    }

    private int side() {
        return option("side") == null ? Engine.ANY_SIDE : flag("side=BUY") ? 0 : flag("side=SELL") ? 1 : integer("side", 0);
    }

    private CommandHeader header(final String account) {
        header.accountId = account == null ? 0 : accountId(account);
        return header;
    }

    private long accountId(final String name) {
        return accountIds.containsKey(name) ? accountIds.get(name) : Long.parseLong(name);
    }

    private int assetId(final String name) {
        return id(listener.assetNames, name);
    }

    private int instrumentId(final String name) {
        return id(listener.instrumentNames, name);
    }

    private static int id(final Map<Integer, String> names, final String name) {
        for (final Map.Entry<Integer, String> entry : names.entrySet()) {
            if (entry.getValue().equals(name)) {
                return entry.getKey();
            }
        }
        return Integer.parseInt(name);
    }

    private static <E extends Enum<E>> int code(
        final String word, final E[] values, final java.util.function.ToIntFunction<E> code) {
        for (final E value : values) {
            if (value.name().equals(word)) {
                return code.applyAsInt(value);
            }
        }
        return Integer.parseInt(word);
    }

    private String option(final String name) {
        for (final String word : words) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        return null;
    }

    private long number(final String name, final long otherwise) {
        final String value = option(name);
        return value == null ? otherwise : "max".equals(value) ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private int integer(final String name, final int otherwise) {
        return (int) number(name, otherwise);
    }

    private boolean flag(final String name) {
        return List.of(words).contains(name);
    }

    private long orderId() {
        return words[2].contains("=") || "-".equals(words[2]) ? 0 : Long.parseLong(words[2]);
    }

    private static long pack(final String text, final int word) {
        if (text != null && text.startsWith("raw:")) {
            return word == 0 ? Long.parseLong(text.substring(4)) : 0;
        }
        return text == null ? 0 : PackedAscii.pack(text, word);
    }
}
