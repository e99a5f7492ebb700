package io.bourse.gateway.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Fails a test class during which Netty found a buffer that nobody released. Needs leak detection paranoid. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final int ROUNDS = 5;

    private final Recorder recorder = new Recorder();

    @Override
    public void beforeAll(final ExtensionContext context) {
        recorder.start();
        logger().addAppender(recorder);
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        // A leak is found when a buffer is allocated after the lost one was collected.
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            Unpooled.directBuffer(16).release();
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        logger().detachAppender(recorder);
        assertTrue(recorder.leaks.isEmpty(), () -> String.join("\n", recorder.leaks));
    }

    private static Logger logger() {
        return (Logger)LoggerFactory.getLogger(ResourceLeakDetector.class);
    }

    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(final ILoggingEvent event) {
            if (event.getLevel() != Level.ERROR) {
                return;
            }
            leaks.add(event.getFormattedMessage());
        }
    }
}
