package io.bourse.node;

import io.aeron.cluster.ConsensusModule;
import io.aeron.driver.Configuration;
import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.LossGenerator;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.DataHeaderFlyweight;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** What members receive with that loses one frame in ten of the log that their leader sends. */
public final class LossyLog implements ReceiveChannelEndpointSupplier {
    private static final int ONE_IN = 10;
    private static final AtomicInteger LOST = new AtomicInteger();

    /** Members that start until {@link #uninstall} have it. */
    static void install() {
        LOST.set(0);
        System.setProperty(Configuration.RECEIVE_CHANNEL_ENDPOINT_SUPPLIER_PROP_NAME, LossyLog.class.getName());
    }

    static void uninstall() {
        System.clearProperty(Configuration.RECEIVE_CHANNEL_ENDPOINT_SUPPLIER_PROP_NAME);
    }

    /** Frames with messages so far. */
    static int lostCount() {
        return LOST.get();
    }

    @Override
    public ReceiveChannelEndpoint newInstance(
        final UdpChannel channel, final DataPacketDispatcher dispatcher, final AtomicCounter status,
        final MediaDriver.Context context) {
        return new DebugReceiveChannelEndpoint(
            channel, dispatcher, status, context, new Loss(), (address, buffer, length) -> false);
    }

    /** Of data; a random one, so that a frame that is sent again comes through in the end. */
    private static final class Loss implements LossGenerator {
        private final Random random = new Random(1);

        @Override
        public boolean shouldDropFrame(final InetSocketAddress address, final UnsafeBuffer buffer, final int length) {
            return false;
        }

        @Override
        public boolean shouldDropFrame(
            final InetSocketAddress address, final UnsafeBuffer buffer, final int streamId, final int sessionId, final int termId,
            final int termOffset, final int length) {
            final boolean isLost =
                streamId == ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT && random.nextInt(ONE_IN) == 0;
            if (isLost && length > DataHeaderFlyweight.HEADER_LENGTH) {
                LOST.incrementAndGet();
            }
            return isLost;
        }
    }
}
