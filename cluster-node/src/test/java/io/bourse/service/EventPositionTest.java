package io.bourse.service;

import io.aeron.ChannelUriStringBuilder;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.bourse.client.AeronConnection;
import io.bourse.wire.EventFrame;
import io.bourse.wire.Profile;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(60)
class EventPositionTest {
    private static final int TERM_LENGTH = 64 * 1024;
    private static final int FRAMES = 5_000;

    @Test
    void shouldPredictWhereARealPublicationPutsEveryFrame() {
        final long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        final Random random = new Random(seed);
        try (AeronConnection connection = AeronConnection.connect(null, Profile.DEV)) {
            for (final long start : new long[]{0, 32, TERM_LENGTH - 32, TERM_LENGTH, 7L * TERM_LENGTH + 4_096}) {
                predict(connection, start, random);
            }
        }
    }

    private static void predict(final AeronConnection connection, final long start, final Random random) {
        final String channel = new ChannelUriStringBuilder()
            .media("ipc").mtu(EventFrame.MTU_LENGTH).initialPosition(start, 0, TERM_LENGTH).build();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
        final BufferClaim claim = new BufferClaim();
        try (Subscription subscription = connection.aeron().addSubscription("aeron:ipc", 9);
            ExclusivePublication publication = connection.aeron().addExclusivePublication(channel, 9)) {
            final long[] delivered = new long[1];
            long position = start;
            for (int i = 0; i < FRAMES; i++) {
                final int length = 1 + random.nextInt(EventFrame.MAX_LENGTH);
                final boolean isClaim = random.nextBoolean();
                final long end = EventPosition.end(position, length, TERM_LENGTH);
                long result = Publication.BACK_PRESSURED;
                while (result < 0) {
                    result = isClaim ? publication.tryClaim(length, claim) : publication.offer(frame, 0, length);
                    if (result > 0 && isClaim) {
                        claim.commit();
                    }
                    subscription.poll((buffer, offset, fragmentLength, header) -> delivered[0] = header.position(), 10);
                }
                assertEquals(end, result, "length=" + length + " at position=" + position);
                position = end;
            }
            while (delivered[0] < position) {
                subscription.poll((buffer, offset, fragmentLength, header) -> delivered[0] = header.position(), 10);
            }
            assertEquals(position, publication.position());
        }
    }
}
