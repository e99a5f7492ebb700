package io.bourse.wire;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import javax.xml.parsers.DocumentBuilderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** docs/PROTOCOL.md says what the schema says: every message, field and result code. */
class ProtocolDocumentTest {
    private static final Path SCHEMA = Path.of("src/main/resources/bourse-internal.xml");
    private static final Path DOCUMENT = Path.of("../docs/PROTOCOL.md");

    @Test
    void shouldDocumentEveryMessageFieldAndResultCode() throws Exception {
        final Element schema = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(SCHEMA.toFile())
            .getDocumentElement();
        final String document = Files.readString(DOCUMENT);
        final List<String> missing = new ArrayList<>();

        for (final Element message : elements(schema, "sbe:message")) {
            final String heading = "### " + message.getAttribute("name") + " (" + message.getAttribute("id") + ")";
            final int begin = document.indexOf(heading + "\n");
            if (begin < 0) {
                missing.add(heading);
                continue;
            }
            final int end = document.indexOf("\n##", begin);
            final String section = document.substring(begin, end < 0 ? document.length() : end);
            for (final Element field : elements(message, "field")) {
                if (!section.contains(field.getAttribute("name"))) {
                    missing.add(heading + " " + field.getAttribute("name"));
                }
            }
        }
        for (final Element enumeration : elements(schema, "enum")) {
            for (final Element value : elements(enumeration, "validValue")) {
                final String row = "| " + value.getTextContent() + " | " + value.getAttribute("name") + " |";
                if ("ResultCode".equals(enumeration.getAttribute("name")) && !document.contains(row)) {
                    missing.add(row);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<Element> elements(final Element parent, final String name) {
        final NodeList nodes = parent.getElementsByTagName(name);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
