package io.bourse.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.bourse.client.Asset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known before Redis or an event says it. */
class CatalogueTest {
    /** Redis is not asked: there is none. */
    private final Catalogue catalogue = new Catalogue(null, new Workers());

    @Test
    void shouldKnowAnAssetAsSoonAsItsDefinitionIsAnswered() {
        final Asset asset = new Asset(1, "SOL", 9);
        catalogue.add(asset);
        catalogue.add(new Asset(1, "SOL", 9));
        assertSame(asset, catalogue.asset("sol").join());
        assertEquals(List.of(asset), catalogue.assets());
        assertFalse(catalogue.isRead(), "one asset is not the catalogue");
    }
}
