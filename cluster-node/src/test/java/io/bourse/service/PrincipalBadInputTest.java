package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateVisitor;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.RequestMarketSnapshotDecoder;
import io.bourse.schema.StorageReportDecoder;
import io.bourse.wire.Principal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What members, market-data and persistence send, every number at its extremes and in whoever's name: it never throws, and of
 * the state nothing but the report of a member about its disk can come of it.
 */
class PrincipalBadInputTest {
    private static final long[] EXTREMES = {0, -1, 1, 2, 3, 5, 61, 62, 63, 64, 255, Long.MAX_VALUE, Long.MIN_VALUE,
        Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final List<String> NAMES = List.of("gw-1", "md-1", "persist-1", "admin-1", "member-0", "member-2", "member-61",
        "member-62", "member-999999999", "member-", "member-01", "", "x");

    private final ServiceBench bench = new ServiceBench(EngineLimits.defaults());

    @Test
    void shouldChangeNothingButWhatAMemberSaysOfItsDisk() {
        BenchMarket.define(bench, 2, 2, 1_000_000);
        final List<CommandSchema.Message> messages = CommandSchema.messagesOfOthers();
        assertEquals(List.of("ConsumerProgress", "RequestMarketSnapshot", "StateReport", "StorageReport"),
            messages.stream().map(CommandSchema.Message::name).sorted().collect(Collectors.toList()));
        for (final String name : NAMES) {
            for (final CommandSchema.Message message : messages) {
                for (final CommandSchema.Field field : message.fields()) {
                    for (final CommandSchema.Field other : message.fields()) {
                        for (final long value : EXTREMES) {
                            send(name, message, field, other, value);
                        }
                    }
                }
                for (int length = 0; length < ServiceBench.HEADER_LENGTH + message.blockLength(); length++) {
                    deliver(name, message, length, name + " " + message.name() + " length=" + length);
                }
            }
        }
    }

    private void send(
        final String name, final CommandSchema.Message message, final CommandSchema.Field field,
        final CommandSchema.Field other, final long value) {
        bench.message.setMemory(0, bench.message.capacity(), (byte) 0);
        new MessageHeaderEncoder().wrap(bench.message, 0).blockLength(message.blockLength()).templateId(message.templateId())
            .schemaId(MessageHeaderEncoder.SCHEMA_ID).version(MessageHeaderEncoder.SCHEMA_VERSION);
        put(other, 1);
        put(field, value);
        deliver(name, message, ServiceBench.HEADER_LENGTH + message.blockLength(),
            name + " " + message.name() + " " + other.name() + "=1 " + field.name() + "=" + value);
    }

    private void deliver(final String name, final CommandSchema.Message message, final int length, final String text) {
        bench.principal = name.getBytes(StandardCharsets.US_ASCII);
        final TreeMap<String, Long> before = state();
        final long events = bench.eventCount;
        try {
            bench.deliver(length);
        } catch (final RuntimeException poison) {
            throw new AssertionError(text, poison);
        }
        final TreeMap<String, Long> after = state();
        final long lowMembers = after.get("lowStorageMembers");
        final long members = after.get("storageMemberCount");
        assertTrue(members >= 0 && members <= 62 && lowMembers >>> members == 0, text + ": " + lowMembers + " of " + members);
        final Principal kind = Principal.kindOf(bench.principal);
        if (message.templateId() != StorageReportDecoder.TEMPLATE_ID || kind != Principal.MEMBER) {
            assertEquals(before, after, text);
        } else {
            before.put("lowStorageMembers", lowMembers);
            before.put("storageMemberCount", members);
            assertEquals(before, after, text);
        }
        final boolean asks = message.templateId() == RequestMarketSnapshotDecoder.TEMPLATE_ID && kind == Principal.MARKET_DATA;
        assertTrue(asks || bench.eventCount == events, text);
    }

    private void put(final CommandSchema.Field field, final long value) {
        final int index = ServiceBench.HEADER_LENGTH + field.offset();
        switch (field.length()) {
            case 1 -> bench.message.putByte(index, (byte) value);
            case 4 -> bench.message.putInt(index, (int) value, ByteOrder.LITTLE_ENDIAN);
            default -> bench.message.putLong(index, value, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The numbers of the state by name and place. */
    private TreeMap<String, Long> state() {
        final TreeMap<String, Long> fields = new TreeMap<>();
        bench.engine.accept(new StateVisitor() {
            private RecordKind current;

            @Override
            public void record(final RecordKind kind) {
                current = kind;
            }

            @Override
            public void field(final String name, final long value) {
                fields.put(current == RecordKind.ENGINE ? name : fields.size() + name, value);
            }
        });
        return fields;
    }
}
