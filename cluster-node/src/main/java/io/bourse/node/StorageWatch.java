package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.driver.MediaDriver;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.StorageReportEncoder;
import io.bourse.service.HousekeepingView;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;

/**
 * Looks how much room the disk of a member has. That is not the same on every member, so none acts on it: it is said to the
 * cluster, and what follows from it is decided by the log.
 */
final class StorageWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(StorageWatch.class);
    private static final int PERCENT = 100;
    /** So much more than what is too little must be free before it is enough again. */
    private static final int RELIEF_PERCENT = 1;
    private static final int OFFERS_MAX = 100;

    private final HousekeepingOptions options;
    private final DataFolder folder;
    private final MemberContexts contexts;
    private final MediaDriver driver;
    private final HousekeepingView view;
    private boolean isWarned;
    private boolean isLow;

    StorageWatch(
        final HousekeepingOptions options, final DataFolder folder, final MemberContexts contexts, final MediaDriver driver,
        final HousekeepingView view) {
        this.options = options;
        this.folder = folder;
        this.contexts = contexts;
        this.driver = driver;
        this.view = view;
    }

    /** Looks, and says what the log does not know yet. */
    void look() throws IOException {
        final FileStore store = Files.getFileStore(folder.path());
        final long total = store.getTotalSpace();
        final long free = store.getUsableSpace();
        final boolean isWarning = isBelow(free, total, options.storageWarningPercent(), isWarned);
        if (isWarning != isWarned) {
            isWarned = isWarning;
            LOGGER.warn("{}: {} of {} bytes are free on the disk of {}, {} the {} percent of --storage-warning", contexts.name(),
                free, total, folder.path(), isWarning ? "less than" : "more than", options.storageWarningPercent());
        }
        final boolean wasLow = isLow;
        isLow = isBelow(free, total, options.storageRefusalPercent(), isLow);
        if (isLow != wasLow) {
            LOGGER.warn("{}: {} the {} percent of --storage-refusal: {}", contexts.name(), isLow ? "less than" : "more than",
                options.storageRefusalPercent(), isLow ? "unless a majority of the members has room, new orders are refused"
                    : "this member takes orders again");
        }
        if (isLow != view.isStorageLow(contexts.memberId())) {
            report((int) (PERCENT * free / total));
        }
    }

    private static boolean isBelow(final long free, final long total, final int percent, final boolean wasBelow) {
        return percent > 0 && free < total / PERCENT * (wasBelow ? percent + RELIEF_PERCENT : percent);
    }

    /** Said once; whether it has arrived is seen at the next look. */
    private void report(final int freePercent) {
        try (Aeron aeron = Aeron.connect(contexts.client(driver, false));
            AeronCluster cluster = AeronCluster.connect(contexts.clusterClient().aeron(aeron))) {
            final UnsafeBuffer buffer = new UnsafeBuffer(
                new byte[MessageHeaderEncoder.ENCODED_LENGTH + StorageReportEncoder.BLOCK_LENGTH]);
            new StorageReportEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .memberCount(contexts.memberCount()).freePercent(freePercent).isLow((short) (isLow ? 1 : 0));
            for (int i = 0; i < OFFERS_MAX && cluster.offer(buffer, 0, buffer.capacity()) < 0; i++) {
                cluster.context().idleStrategy().idle();
            }
        }
    }
}
