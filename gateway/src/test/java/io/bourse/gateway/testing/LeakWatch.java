package io.bourse.gateway.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Fails a test class after which Netty finds a buffer that nobody released. Needs leak detection paranoid. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(final Class<T> resource, final int samplingInterval) {
                return new Recording<>(resource, samplingInterval);
            }
        });
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        LEAKS.clear();
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        // Leaks are found when a later buffer is allocated after the lost one was collected.
        for (int i = 0; i < 5; i++) {
            System.gc();
            io.netty.buffer.Unpooled.directBuffer(16).release();
            io.netty.buffer.ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        assertTrue(LEAKS.isEmpty(), () -> "LEAK: " + LEAKS);
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {
        private Recording(final Class<T> resource, final int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected void reportTracedLeak(final String resourceType, final String records) {
            LEAKS.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(final String resourceType) {
            LEAKS.add(resourceType);
        }
    }
}
