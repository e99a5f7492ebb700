package io.bourse.engine.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bourse.service.CommandSchema;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fuzz and bad input know every command of the schema and every field of it. */
class CommandKindTest {
    /** Queries and whatever follows them change nothing. */
    private static final int FIRST_QUERY = 30;
    /** In the schema a replacement has no instrument and no side: they are those of its original. */
    private static final int NOT_IN_A_REPLACE = 2;

    private static final Map<String, CommandKind> KINDS = Map.ofEntries(
        Map.entry("NewOrder", CommandKind.NEW_ORDER), Map.entry("CancelOrder", CommandKind.CANCEL),
        Map.entry("CancelAll", CommandKind.CANCEL_ALL), Map.entry("ReplaceOrder", CommandKind.REPLACE),
        Map.entry("AmendOrder", CommandKind.AMEND), Map.entry("EndSession", CommandKind.END_SESSION),
        Map.entry("SetDeadManTimer", CommandKind.DEAD_MAN_TIMER), Map.entry("Deposit", CommandKind.DEPOSIT),
        Map.entry("RequestWithdrawal", CommandKind.WITHDRAW), Map.entry("FinishWithdrawal", CommandKind.FINISH_WITHDRAWAL),
        Map.entry("CreateAccount", CommandKind.CREATE_ACCOUNT), Map.entry("DefineAsset", CommandKind.DEFINE_ASSET),
        Map.entry("DefineInstrument", CommandKind.DEFINE_INSTRUMENT),
        Map.entry("SetInstrumentState", CommandKind.INSTRUMENT_STATE), Map.entry("Transfer", CommandKind.TRANSFER),
        Map.entry("BlockAccount", CommandKind.BLOCK_ACCOUNT), Map.entry("BlockSession", CommandKind.BLOCK_SESSION),
        Map.entry("SetAccountSettings", CommandKind.ACCOUNT_SETTINGS), Map.entry("SetFeeRates", CommandKind.FEE_RATES));

    @Test
    void shouldHaveEveryFieldOfEveryCommandOfTheSchema() {
        final Map<String, Integer> schema = new TreeMap<>();
        for (final CommandSchema.Message message : CommandSchema.messages()) {
            if (message.templateId() < FIRST_QUERY && !"GatewayLogon".equals(message.name())) {
                schema.put(message.name(), message.fields().size() - message.headerFields());
            }
        }
        final Map<String, Integer> known = new TreeMap<>();
        KINDS.forEach((name, kind) ->
            known.put(name, kind.fieldCount() - (kind == CommandKind.REPLACE ? NOT_IN_A_REPLACE : 0)));
        assertEquals(schema, known);
    }
}
