package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** The engine may not import the schema, so the two lists of each enum are held together here. */
class EngineEnumsTest {
    private static final String NULL_VALUE = "NULL_VAL";
    private static final String UNKNOWN_VALUE = "SBE_UNKNOWN";

    @Test
    void shouldHaveTheCodesOfTheSchema() {
        assertSameList(io.bourse.schema.Side.values(), io.bourse.schema.Side::value, Side.values(), Side::code, Side::of);
        assertSameList(io.bourse.schema.OrderType.values(), io.bourse.schema.OrderType::value,
            OrderType.values(), OrderType::code, OrderType::of);
        assertSameList(io.bourse.schema.TimeInForce.values(), io.bourse.schema.TimeInForce::value,
            TimeInForce.values(), TimeInForce::code, TimeInForce::of);
        assertSameList(io.bourse.schema.SelfTradePrevention.values(), io.bourse.schema.SelfTradePrevention::value,
            SelfTradePrevention.values(), SelfTradePrevention::code, SelfTradePrevention::of);
        assertSameList(io.bourse.schema.OrderStatus.values(), io.bourse.schema.OrderStatus::value,
            OrderStatus.values(), OrderStatus::code, OrderStatus::of);
        assertSameList(io.bourse.schema.InstrumentState.values(), io.bourse.schema.InstrumentState::value,
            InstrumentState.values(), InstrumentState::code, InstrumentState::of);
        assertSameList(io.bourse.schema.CloseReason.values(), io.bourse.schema.CloseReason::value,
            CloseReason.values(), CloseReason::code, CloseReason::of);
        assertSameList(io.bourse.schema.BalanceCause.values(), io.bourse.schema.BalanceCause::value,
            BalanceCause.values(), BalanceCause::code, BalanceCause::of);
        assertSameList(io.bourse.schema.WithdrawalOutcome.values(), io.bourse.schema.WithdrawalOutcome::value,
            WithdrawalOutcome.values(), WithdrawalOutcome::code, WithdrawalOutcome::of);
    }

    @Test
    void shouldHaveTheResultCodesOfTheSchemaButForOk() {
        final Map<String, Integer> schema = codes(
            io.bourse.schema.ResultCode.values(), io.bourse.schema.ResultCode::name, io.bourse.schema.ResultCode::value);
        assertEquals(0, schema.remove("OK"));
        assertEquals(schema, codes(RejectReason.values(), RejectReason::name, RejectReason::code));
        assertNull(RejectReason.of(0));
    }

    @Test
    void shouldAnswerNullForUnknownCodes() {
        for (final int code : new int[] {-1, 99, 255, 256, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertNull(Side.of(code));
            assertNull(OrderType.of(code));
            assertNull(TimeInForce.of(code));
        }
        assertNull(OrderType.of(0));
        assertNull(RecordKind.of(0));
    }

    private static <S extends Enum<S>, E extends Enum<E>> void assertSameList(
        final S[] schema, final ToIntFunction<S> schemaCode, final E[] engine, final ToIntFunction<E> engineCode,
        final IntFunction<E> lookup) {
        assertEquals(codes(schema, Enum::name, schemaCode), codes(engine, Enum::name, engineCode));
        for (final E value : engine) {
            assertSame(value, lookup.apply(engineCode.applyAsInt(value)));
        }
    }

    private static <T> Map<String, Integer> codes(
        final T[] values, final Function<T, String> name, final ToIntFunction<T> code) {
        final Map<String, Integer> codes = new TreeMap<>();
        for (final T value : values) {
            if (!NULL_VALUE.equals(name.apply(value)) && !UNKNOWN_VALUE.equals(name.apply(value))) {
                codes.put(name.apply(value), code.applyAsInt(value));
            }
        }
        return codes;
    }
}
