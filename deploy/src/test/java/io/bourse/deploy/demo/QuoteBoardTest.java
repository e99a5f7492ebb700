package io.bourse.deploy.demo;

import io.bourse.deploy.demo.QuoteBoard.Quote;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class QuoteBoardTest {
    private final QuoteBoard board = new QuoteBoard();

    @Test
    void shouldKeepQuotesThatAreWhereTheyBelong() {
        board.add(new Quote("b", true, 99));
        board.add(new Quote("a", false, 101));
        assertEquals(List.of(), board.takeStale(100));
        assertEquals(2, board.count());
    }

    @Test
    void shouldTakeOffWhatANewQuoteWouldHit() {
        final Quote bid = new Quote("b1", true, 100);
        board.add(bid);
        board.add(new Quote("b2", true, 99));
        board.add(new Quote("a1", false, 101));
        assertEquals(List.of(bid), board.takeStale(100));
        assertEquals(List.of(new Quote("a1", false, 101)), board.takeStale(102));
        assertEquals(1, board.count());
    }

    @Test
    void shouldNeverHoldMoreThanItsLimit() {
        for (int i = 0; i < 50; i++) {
            board.takeStale(1_000);
            board.add(new Quote("b" + i, true, 900));
            board.add(new Quote("a" + i, false, 1_100));
        }
        assertEquals(2 * QuoteBoard.QUOTES_PER_SIDE_MAX, board.count());
    }

    @Test
    void shouldTakeTheOldestOfAFullSide() {
        for (int i = 0; i < QuoteBoard.QUOTES_PER_SIDE_MAX; i++) {
            board.add(new Quote("b" + i, true, 90));
        }
        assertEquals(List.of(new Quote("b0", true, 90)), board.takeStale(100));
    }
}
