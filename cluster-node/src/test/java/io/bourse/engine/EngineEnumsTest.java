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
    /** Codes are a byte on the wire. */
    private static final int CODE_MAX = 255;

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
        assertLookup(RejectReason.values(), RejectReason::code, RejectReason::of);
    }

    @Test
    void shouldKnowItsOwnRecordsAndPlaces() {
        assertLookup(RecordKind.values(), RecordKind::code, RecordKind::of);
        assertLookup(Place.values(), Place::code, Place::of);
    }

    private static <S extends Enum<S>, E extends Enum<E>> void assertSameList(
        final S[] schema, final ToIntFunction<S> schemaCode, final E[] engine, final ToIntFunction<E> engineCode,
        final IntFunction<E> lookup) {
        assertEquals(codes(schema, Enum::name, schemaCode), codes(engine, Enum::name, engineCode));
        assertLookup(engine, engineCode, lookup);
    }

    /** Every code leads to its value, and all others to none. */
    private static <E extends Enum<E>> void assertLookup(
        final E[] values, final ToIntFunction<E> code, final IntFunction<E> lookup) {
        final Map<Integer, E> byCode = new TreeMap<>();
        for (final E value : values) {
            assertNull(byCode.put(code.applyAsInt(value), value), "two have the code of " + value);
        }
        for (int i = -1; i <= CODE_MAX + 1; i++) {
            assertSame(byCode.get(i), lookup.apply(i), "code=" + i);
        }
        assertNull(lookup.apply(Integer.MAX_VALUE));
        assertNull(lookup.apply(Integer.MIN_VALUE));
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
