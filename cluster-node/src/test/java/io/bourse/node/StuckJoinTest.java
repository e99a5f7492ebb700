package io.bourse.node;

import io.aeron.archive.client.ArchiveException;
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

    private static ArchiveException refusal(final long join, final long stop) {
        return new ArchiveException("cannot extend recording 1 image.joinPosition=" + join + " != rec.stopPosition=" + stop);
    }
}
