package io.bourse.engine.oracle;

import java.util.List;

/** A small mistake in a copy of the engine's sources: a text that occurs once in a file, and what stands there instead. */
record Defect(String name, String file, String original, String replacement) {
    static final List<Defect> ALL = List.of(
        new Defect("price improvement stays locked (fault 4)", "Matcher",
            "buy.account, quoteAssetId, reserved - quote, -reserved", "buy.account, quoteAssetId, 0, -quote"),
        new Defect("fills the maker's whole slice whatever the taker wants (fault 1)", "OrderBook",
            "Math.min(slots.lots(maker), taker.remainingLots)", "slots.lots(maker)"),
        new Defect("rests with the whole quantity (fault 2)", "Matcher",
            "        order.place = Place.RESTING;\n        order.instrument.book.rest(order);",
            "        order.place = Place.RESTING;\n        order.remainingLots = order.quantityLots;\n" +
                "        order.instrument.book.rest(order);"),
        new Defect("cancel frees nothing (fault 3)", "OrderEnds",
            "listener.onOrderCancelled(order, reason);\n        release(order, order.locked);",
            "listener.onOrderCancelled(order, reason);"),
        new Defect("no check of negative quantities (fault 5)", "RequestChecks",
            "request.quantityLots <= 0", "request.quantityLots == 0"),
        new Defect("anyone cancels anyone's order (fault 6)", "OrderCommands",
            "(accountId == 0 || order.account.accountId == accountId)", "true"),
        new Defect("an emptied level is shown with what it had (fault 8)", "OrderBook",
            "if (levels.lower(level, lots)) {", "if (levels.lower(level, 0)) {"),
        new Defect("a new limit keeps its old priority for more quantity", "Amendments",
            "if (priceTicks == order.priceTicks && remainingLots <= order.remainingLots) {",
            "if (priceTicks == order.priceTicks && remainingLots <= order.remainingLots + 1) {"),
        new Defect("loses priority when the total is lowered", "Amendments",
            "if (priceTicks == order.priceTicks && remainingLots <= order.remainingLots) {",
            "if (priceTicks == order.priceTicks && remainingLots == order.remainingLots) {"),
        new Defect("the residual rests after self-trade prevention", "SelfTrades",
            "takerLots = taker.remainingLots;\n            taker.preventedLots += takerLots;\n" +
                "            taker.remainingLots = 0;",
            "takerLots = taker.remainingLots - 1;\n            taker.preventedLots += takerLots;\n" +
                "            taker.remainingLots = 1;"),
        new Defect("trade group 0 is a group", "SelfTrades", "a.tradeGroup != 0 && ", ""),
        new Defect("an expired order trades", "Matcher", "if (expiries.isDue(maker)) {", "if (maker == null) {"),
        new Defect("expires a nanosecond late", "Expiries", "first.details.dueNs <= nowNs", "first.details.dueNs < nowNs"),
        new Defect("the fee is rounded the wrong way", "Products",
            "(amount % MILLION * ratePpm + MILLION - 1) / MILLION", "(amount % MILLION * ratePpm) / MILLION"),
        new Defect("a rebate that the fee account does not have", "Fees", "ledger.asset(assetId).feesCollected)", "received)"),
        new Defect("double release", "Matcher", "            ends.fillTaker(order);\n",
            "            ends.fillTaker(order);\n            ends.release(order, order.quantityLots);\n"),
        new Defect("an iceberg keeps its place after a slice", "OrderBook",
            "        levels.remove(level, maker, 0);\n" +
                "        if (levels.hiddenLots(level) != 0) {\n" +
                "            showNext(level, slots.order(maker));\n        }\n",
            "        final OrderDetails iceberg = slots.order(maker).details;\n" +
                "        final long next = Math.min(iceberg.displayLots, iceberg.hiddenLots);\n" +
                "        if (next != 0) {\n            iceberg.hiddenLots -= next;\n" +
                "            slots.lots(maker, next);\n            levels.lower(level, -next);\n" +
                "            levels.lowerHidden(level, next);\n" +
                "            return;\n        }\n        levels.remove(level, maker, 0);\n"),
        new Defect("fill-or-kill does not count what is hidden", "LiveOrders",
            "hidden += maker.details.hiddenLots;", "hidden += 0;"),
        new Defect("fill-or-kill counts behind an own order", "LiveOrders",
            "return lots + ~executable >= order.remainingLots;",
            "lots += ~executable;\n                    level = book.next(level);\n" +
                "                    continue;"),
        new Defect("post-only crosses at the same price", "LiveOrders",
            "priceTicks <= limitTicks : priceTicks >= limitTicks",
            "priceTicks < limitTicks : priceTicks > limitTicks"),
        new Defect("a stop waits until its price is passed", "StopBook",
            "rising.isBestWithin(highest)", "rising.isBestWithin(highest - 1)"),
        new Defect("stops in the order of their prices, not of their ids", "StopBook",
            "Order order = sort.sort(collected);", "Order order = collected;"),
        new Defect("a trailing stop follows only the last trade", "TrailingStops",
            "advance(order, rising, firstTicks, maxPriceTicks);\n", "\n"),
        new Defect("a trailing stop triggers at its best price", "TrailingStops",
            "Math.max(1, Products.basisPoints(bestTicks, deltaBasisPoints))",
            "Products.basisPoints(bestTicks, deltaBasisPoints)"),
        new Defect("the end of the price band is outside", "PriceBand",
            "priceTicks > upper(instrument) || priceTicks < lower(instrument)",
            "priceTicks >= upper(instrument) || priceTicks < lower(instrument)"),
        new Defect("more stops than a command may activate", "TriggeredStops", "activationsLeft--;", "activationsLeft -= 0;"),
        new Defect("what ended is remembered without its account's limit", "RememberedOrders",
            "account.rememberedOrderCount == accountLimit", "account.rememberedOrderCount == -1"),
        new Defect("the same id with another price is the same request", "RequestContent",
            "hash = add(hash, request.priceTicks);\n", ""),
        new Defect("a repeated request gets the present answer", "OrderCommands",
            "result.remainingLots = open.answerRemainingLots;", "result.remainingLots = open.remainingLots;"),
        new Defect("the dead-man timer leaves the orders", "AccountCommands",
            "massCancels.all(account, CloseReason.DEAD_MAN_TIMER);\n", ""),
        new Defect("the end of a session takes orders without the flag", "AccountCommands",
            "massCancels.ofSession(account, sessionId, true, CloseReason.DISCONNECT)",
            "massCancels.ofSession(account, sessionId, false, CloseReason.DISCONNECT)"),
        new Defect("a blocked account trades on", "OrderLadder", "if (account.blocked) {", "if (account == null) {"),
        new Defect("a transfer again moves the money again", "Transfers",
            "        if (known != null) {\n            return repeat(known, known.isSameTransfer",
            "        if (known != null && known.amount != amount) {\n            return repeat(known, known.isSameTransfer"),
        new Defect("a rejected withdrawal keeps the money", "Transfers",
            "account, withdrawal.assetId, withdrawal.amount, BalanceCause.WITHDRAWAL_REJECTED",
            "account, withdrawal.assetId, 0, BalanceCause.WITHDRAWAL_REJECTED"),
        new Defect("the replacement is refused after the original has gone", "OrderCommands",
            "        } else if (mode == Engine.REPLACE_CANCEL_REGARDLESS) {", "        } else {"),
        new Defect("an order keeps the details of the one before it", "OpenOrders",
            "if (order.details != OrderDetails.NONE) {", "if (order.details == null) {"),
        new Defect("the second trade has the id of the first", "Matcher",
            "final long tradeId = ++instrument.lastTradeId;", "final long tradeId = instrument.lastTradeId |= 1;"),
        new Defect("a snapshot forgets what prevention took", "OrderRecords",
            "visitor.field(\"preventedLots\", order.preventedLots);", "visitor.field(\"preventedLots\", 0);"));
}
