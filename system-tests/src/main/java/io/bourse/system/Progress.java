package io.bourse.system;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** When the orders of all traders together were sent and acknowledged. */
final class Progress {
    /** Answers are noted by several threads, so nearly in the order of their times. */
    private static final long LOOK_BACK_NS = 1_000_000_000L;

    private long[] sentNs = new long[1024];
    private long[] answeredNs = new long[1024];
    private long[] accountIds = new long[1024];
    private int count;

    synchronized void onAcknowledged(final long accountId, final long orderSentNs, final long orderAnsweredNs) {
        if (count == sentNs.length) {
            sentNs = Arrays.copyOf(sentNs, 2 * count);
            answeredNs = Arrays.copyOf(answeredNs, 2 * count);
            accountIds = Arrays.copyOf(accountIds, 2 * count);
        }
        accountIds[count] = accountId;
        sentNs[count] = orderSentNs;
        answeredNs[count] = orderAnsweredNs;
        count++;
    }

    synchronized long acknowledgements() {
        return count;
    }

    /** When the first of the orders sent after this moment was acknowledged; the moment itself for none yet. */
    synchronized long firstAnswerToOneSentAfter(final long momentNs) {
        long first = momentNs;
        for (int i = count - 1; i >= 0; i--) {
            if (sentNs[i] - momentNs > 0 && (first == momentNs || answeredNs[i] - first < 0)) {
                first = answeredNs[i];
            }
        }
        return first;
    }

    /** How long after a moment the last of all traders was told of an order again; 0 if one was not until the end. */
    synchronized long lastServedAgainNs(final long fromNs, final long toNs, final int traders) {
        final Map<Long, Long> first = new HashMap<>();
        for (int i = count - 1; i >= 0 && answeredNs[i] - fromNs > -LOOK_BACK_NS; i--) {
            if (answeredNs[i] - fromNs > 0 && answeredNs[i] - toNs <= 0) {
                first.merge(accountIds[i], answeredNs[i] - fromNs, Math::min);
            }
        }
        return first.size() < traders ? 0 : first.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Longest time without any acknowledgement that touches the window. */
    synchronized long longestGapNs(final long fromNs, final long toNs) {
        long last = Long.MIN_VALUE;
        final long[] inside = new long[count];
        int insideCount = 0;
        for (int i = 0; i < count; i++) {
            if (answeredNs[i] - fromNs < 0) {
                last = last == Long.MIN_VALUE ? answeredNs[i] : Math.max(last, answeredNs[i]);
            } else if (answeredNs[i] - toNs <= 0) {
                inside[insideCount++] = answeredNs[i];
            }
        }
        Arrays.sort(inside, 0, insideCount);
        long previous = last == Long.MIN_VALUE ? fromNs : last;
        long longest = 0;
        for (int i = 0; i < insideCount; i++) {
            longest = Math.max(longest, inside[i] - previous);
            previous = inside[i];
        }
        return Math.max(longest, toNs - previous);
    }

    /** Acknowledgements in each second after the start. */
    synchronized int[] perSecond(final long startNs, final int seconds) {
        final int[] counts = new int[seconds];
        for (int i = 0; i < count; i++) {
            final long second = (answeredNs[i] - startNs) / 1_000_000_000L;
            if (second >= 0 && second < seconds) {
                counts[(int) second]++;
            }
        }
        return counts;
    }

    /** Time from sending to acknowledgement below which so much of all stayed, in ms. */
    synchronized double latencyMs(final double quantile) {
        final long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = answeredNs[i] - sentNs[i];
        }
        Arrays.sort(all);
        return count == 0 ? 0 : all[(int) Math.min(count - 1L, (long) (quantile * count))] / 1e6;
    }
}
