package io.bourse.service;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.RethrowingErrorHandler;
import io.aeron.Subscription;
import io.bourse.client.AeronConnection;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.wire.EventFrame;
import io.bourse.wire.Profile;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Snapshots through a real publication and back, whole and damaged. */
@Timeout(60)
class SnapshotTest {
    private static final EngineLimits LIMITS = new EngineLimits(100, 10, 10, 1_000, 100, 1_000, 8, 100, 100, 1_000, 100,
        100, 100, 100, 100);
    private final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);

    @Test
    void shouldLoadWhatWasTakenAndRefuseAnythingElse() {
        try (AeronConnection connection = AeronConnection.connect(null, Profile.DEV);
            Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(connection.aeronDirectoryName())
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE))) {
            final Engine engine = engine();
            final List<byte[]> messages = take(aeron, engine);

            final SnapshotLoader[] loader = new SnapshotLoader[1];
            final Engine loaded = load(aeron, messages, loader);
            assertEquals(engine.stateHash(), loaded.stateHash());
            assertEquals(7, loader[0].eventSequence());
            assertEquals(77, loader[0].epoch());
            assertEquals(777, loader[0].chainHash());

            int refused = 0;
            for (int i = 0; i < messages.size(); i++) {
                final byte[] message = messages.get(i);
                for (int at = 0; at < message.length; at += 5) {
                    message[at] ^= 4;
                    refused += isRefused(aeron, messages) ? 1 : 0;
                    message[at] ^= 4;
                }
                final List<byte[]> shorter = new ArrayList<>(messages);
                shorter.remove(i);
                assertTrue(isRefused(aeron, shorter), "without message " + i);
            }
            // Not refused: fields that nobody can check, such as the epoch, and words the format does not look at.
            final int flips = messages.stream().mapToInt(message -> (message.length + 4) / 5).sum();
            assertTrue(refused > flips * 3 / 4, refused + " of " + flips);
        }
    }

    @Test
    void shouldRefuseAnotherStateUnderTheSameEnd() {
        try (AeronConnection connection = AeronConnection.connect(null, Profile.DEV);
            Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(connection.aeronDirectoryName())
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE))) {
            final List<byte[]> messages = take(aeron, engine());
            final byte[] record = messages.get(messages.size() - 2);
            record[record.length - 8] ^= 1;
            final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> load(aeron, messages, new SnapshotLoader[1]));
            assertTrue(refusal.getMessage() != null && !refusal.getMessage().isBlank());
        }
    }

    private boolean isRefused(final Aeron aeron, final List<byte[]> messages) {
        try {
            load(aeron, messages, new SnapshotLoader[1]);
            return false;
        } catch (final RuntimeException refusal) {
            return true;
        }
    }

    private static Engine engine() {
        final Engine engine = new Engine(LIMITS, listener());
        final CommandHeader header = new CommandHeader();
        header.timestampNs = 1_000;
        header.gatewayId = 1;
        engine.gatewayLogon(header, 5);
        header.inSequence = 1;
        engine.defineAsset(header, 65, 0, 6);
        header.inSequence = 2;
        engine.createAccount(header, 1, 2);
        header.inSequence = 3;
        header.accountId = 1;
        engine.deposit(header, 1, 1_000, 8, 9);
        return engine;
    }

    /** The engine's own state is the subject here, its listener is not. */
    private static io.bourse.engine.EngineListener listener() {
        final InvocationHandler nothing = (proxy, method, arguments) -> null;
        return (io.bourse.engine.EngineListener) Proxy.newProxyInstance(
            SnapshotTest.class.getClassLoader(), new Class<?>[]{io.bourse.engine.EngineListener.class}, nothing);
    }

    private List<byte[]> take(final Aeron aeron, final Engine engine) {
        final EventStream stream = new EventStream(null);
        final EventPublisher events = new EventPublisher(stream, new Egress(null));
        events.restore(77, 7, 777);
        final List<byte[]> messages = new ArrayList<>();
        try (Subscription subscription = aeron.addSubscription("aeron:ipc", 11);
            ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc", 11)) {
            await(subscription);
            new SnapshotPublisher(publication, idleStrategy).publish(engine, events, stream);
            while (subscription.imageAtIndex(0).position() < publication.position()) {
                subscription.poll((buffer, offset, length, header) -> {
                    final byte[] message = new byte[length];
                    buffer.getBytes(offset, message);
                    messages.add(message);
                }, 10);
            }
        }
        assertEquals(EventFrame.STREAM_ID, 700);
        return messages;
    }

    private Engine load(final Aeron aeron, final List<byte[]> messages, final SnapshotLoader[] loader) {
        final Engine engine = new Engine(LIMITS, listener());
        try (Subscription subscription = aeron.addSubscription("aeron:ipc", 12)) {
            try (ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc", 12)) {
                await(subscription);
                for (final byte[] message : messages) {
                    while (publication.offer(new UnsafeBuffer(message)) < 0) {
                        idleStrategy.idle();
                    }
                }
            }
            loader[0] = new SnapshotLoader(subscription.imageAtIndex(0), idleStrategy);
            loader[0].load(engine);
        }
        return engine;
    }

    private void await(final Subscription subscription) {
        while (!subscription.isConnected()) {
            idleStrategy.idle();
        }
    }
}
