package io.bourse.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class DepthBookTest {
    private final DepthBook book = new DepthBook();

    @Test
    void shouldJoinIncrementsToASnapshotThatHoldsSomeOfThem() throws JsonProcessingException {
        book.onIncrement(json("{'U':3,'u':4,'b':[['10','7']],'a':[]}"));
        book.onIncrement(json("{'U':5,'u':5,'b':[['10','0'],['9.5','1']],'a':[['11','2']]}"));

        assertTrue(book.join(json("{'lastUpdateId':4,'bids':[['10.00','7']],'asks':[['12','1']]}")));

        assertTrue(book.faults().isEmpty());
        assertTrue(book.differences(json("{'lastUpdateId':5,'bids':[['9.50','1.0']],'asks':[['11','2'],['12','1']]}")).isEmpty());
    }

    @Test
    void shouldRefuseASnapshotOlderThanTheFirstIncrement() throws JsonProcessingException {
        book.onIncrement(json("{'U':9,'u':9,'b':[],'a':[]}"));

        assertFalse(book.join(json("{'lastUpdateId':7,'bids':[],'asks':[]}")));
        assertTrue(book.join(json("{'lastUpdateId':8,'bids':[],'asks':[]}")));
    }

    @Test
    void shouldReportAGapARepetitionAndACrossedBook() throws JsonProcessingException {
        book.join(json("{'lastUpdateId':1,'bids':[],'asks':[]}"));
        book.onIncrement(json("{'U':2,'u':2,'b':[['10','1']],'a':[]}"));
        assertTrue(book.faults().isEmpty());

        book.onIncrement(json("{'U':4,'u':4,'b':[],'a':[]}"));
        assertEquals(2, book.faults().size(), book.faults()::toString);
        book.onIncrement(json("{'U':4,'u':4,'b':[],'a':[]}"));
        assertEquals(3, book.faults().size(), book.faults()::toString);
        book.onIncrement(json("{'U':5,'u':5,'b':[],'a':[['10','1']]}"));
        assertEquals(4, book.faults().size(), book.faults()::toString);
    }

    @Test
    void shouldSeeADifferentQuantityAMissingLevelAndAnotherUpdateId() throws JsonProcessingException {
        book.join(json("{'lastUpdateId':1,'bids':[['10','1']],'asks':[]}"));

        assertFalse(book.differences(json("{'lastUpdateId':1,'bids':[['10','2']],'asks':[]}")).isEmpty());
        assertFalse(book.differences(json("{'lastUpdateId':1,'bids':[],'asks':[]}")).isEmpty());
        assertFalse(book.differences(json("{'lastUpdateId':2,'bids':[['10','1']],'asks':[]}")).isEmpty());
        assertTrue(book.differences(json("{'lastUpdateId':1,'bids':[['10','1']],'asks':[]}")).isEmpty());
    }

    private static JsonNode json(final String text) throws JsonProcessingException {
        return RestClient.JSON.readTree(text.replace('\'', '"'));
    }
}
