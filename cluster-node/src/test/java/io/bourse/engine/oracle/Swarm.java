package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;
import java.util.SplittableRandom;

/**
 * What a seed is about: features are switched on and off, and weighted, by seed, because a run that does everything a little
 * does nothing in depth.
 */
final class Swarm {
    private static final int[] USUAL = usual();

    final SplittableRandom random;
    final int[] kindWeights = new int[CommandKind.VALUES.length];
    final int[] typeWeights = new int[8];
    final int[] timeInForceWeights = new int[6];
    final int[] preventionWeights = new int[5];
    final EngineLimits limits;
    final long basePrice;
    final int spread;
    final int quantityMax;
    final long wealth;
    final int depthMax;
    /** One in so many; 0: never. */
    final int hostileOdds;
    final int idOdds;
    /** How many client order ids there are. */
    final int ids;
    final int displayOdds;
    final int trailingOdds;
    final int sessionOdds;
    final int repeatOdds;
    final int horizonNs;
    final int stepNs;
    final int jumpOdds;
    final int crossing;
    final int bandPercent;
    final int rangePercent;

    Swarm(final long seed) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
        for (int i = 0; i < kindWeights.length; i++) {
            kindWeights[i] = USUAL[i] * pick(0, 1, 1, 1, 2, 4);
        }
        kindWeights[CommandKind.NEW_ORDER.ordinal()] = USUAL[CommandKind.NEW_ORDER.ordinal()];
        weigh(typeWeights, 14, 3, 2, 1, 1, 1, 1);
        weigh(timeInForceWeights, 8, 3, 3, 4, 3);
        preventionWeights[0] = pick(0, 2, 8);
        for (int i = 1; i < preventionWeights.length; i++) {
            preventionWeights[i] = pick(0, 1, 2);
        }
        preventionWeights[0] += 1;
        basePrice = pick(4, 20, 100, 100, 100, 1000, 50_000);
        spread = pick(2, 4, 8, 20);
        // The most that an instrument takes of the last is more than 31 bits.
        quantityMax = pick(3, 10, 10, 10, 50, 1 << 24);
        wealth = pick(6, 60, 600, 6_000);
        depthMax = pick(15, 30, 45, 60);
        hostileOdds = pick(0, 200, 200, 200, 40);
        idOdds = pick(0, 8, 3, 2);
        ids = pick(4, 20, 90);
        displayOdds = pick(0, 6, 2);
        trailingOdds = pick(0, 4, 2);
        sessionOdds = pick(0, 4, 2);
        repeatOdds = pick(0, 60, 20);
        horizonNs = pick(5, 50, 500);
        stepNs = pick(0, 1, 4, 10);
        jumpOdds = pick(0, 100, 30);
        crossing = pick(spread / 2, spread, 2 * spread);
        bandPercent = pick(0, 0, 50, 100);
        rangePercent = pick(0, 50, 100);
        limits = limits();
    }

    private static int[] usual() {
        final int[] weights = new int[CommandKind.VALUES.length];
        for (final CommandKind kind : CommandKind.VALUES) {
            weights[kind.ordinal()] = switch (kind) {
                case NEW_ORDER -> 600;
                case CANCEL, AMEND, REPLACE -> 80;
                case TIMER -> 40;
                case TRANSFER, WITHDRAW -> 12;
                case DEPOSIT -> 25;
                case CANCEL_ALL, FINISH_WITHDRAWAL, END_SESSION, DEAD_MAN_TIMER, INSTRUMENT_STATE -> 8;
                case ACCOUNT_SETTINGS, FEE_RATES, BLOCK_ACCOUNT, BLOCK_SESSION -> 5;
                default -> 2;
            };
        }
        return weights;
    }

    private void weigh(final int[] weights, final int... of) {
        for (int i = 0; i < of.length; i++) {
            weights[i + 1] = i == 0 ? of[0] : of[i] * pick(0, 1, 1, 3);
        }
    }

    private EngineLimits limits() {
        return new EngineLimits(pick(6, 12), 5, pick(3, 4), pick(1_000, 1_000, 12), pick(1_000, 1_000, 6),
            pick(1_000, 1_000, 10), 3, pick(1_000, 5), pick(100, 2), pick(1_000, 8, 5), pick(128, 128, 3, 1),
            pick(100, 2), pick(100, 2), pick(1_000, 2, 1, 1), pick(100, 2, 1));
    }

    int pick(final int... values) {
        return values[random.nextInt(values.length)];
    }

    boolean oneIn(final int odds) {
        return odds > 0 && random.nextInt(odds) == 0;
    }

    /** Index, by weight. */
    int weighted(final int[] weights) {
        int sum = 0;
        for (final int weight : weights) {
            sum += weight;
        }
        int dice = random.nextInt(sum);
        int index = 0;
        while (dice >= weights[index]) {
            dice -= weights[index++];
        }
        return index;
    }
}
