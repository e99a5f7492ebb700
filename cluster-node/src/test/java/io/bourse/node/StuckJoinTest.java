package io.bourse.node;

import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Found by ./bourse chaos --seed 6: a member that had been the leader for a moment never came back. */
class StuckJoinTest {
    private final StuckJoin stuckJoin = new StuckJoin();

    @Test
    void shouldEndAMemberThatIsRefusedAtTheSamePlaceAgainAndAgain() {
        assertFalse(stuckJoin.isStuck(refusal(267_072, 266_976)));
        assertFalse(stuckJoin.isStuck(refusal(267_072, 266_976)));
        assertFalse(stuckJoin.isStuck(new ArchiveException("something else")));
        assertTrue(stuckJoin.isStuck(refusal(267_072, 266_976)));
    }

    @Test
    void shouldLetAMemberGoOnThatIsRefusedAtOtherPlaces() {
        for (int i = 0; i < 10; i++) {
            assertFalse(stuckJoin.isStuck(refusal(267_072 + 96 * i, 266_976)));
        }
    }

    @Test
    void shouldHaveTheOthersAskedForLogThatDoesNotCome() {
        stuckJoin.onWarning(new TimeoutException("cluster has no leader"));
        assertFalse(stuckJoin.pollWithoutLog());
        stuckJoin.onWarning(new TimeoutException("failed to join catchup log", AeronException.Category.WARN));
        assertTrue(stuckJoin.pollWithoutLog());
        assertFalse(stuckJoin.pollWithoutLog());
    }

    private static ArchiveException refusal(final long join, final long stop) {
        return new ArchiveException("cannot extend recording 1 image.joinPosition=" + join + " != rec.stopPosition=" + stop);
    }
}
