package io.bourse.service;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Commands, queries and events as the schema has them, so that a test cannot forget a field of theirs. */
public final class CommandSchema {
    private static final String SCHEMA = "/bourse-internal.xml";
    private static final int FIRST_OF_OTHERS = 40;
    private static final int FIRST_REPLY = 50;
    private static final Map<String, Integer> LENGTHS = Map.of("uint8", 1, "uint16", 2, "int32", 4, "int64", 8);

    /** A number on the wire: its name (with that of its composite), its place in the block, its bytes. */
    public record Field(String name, int offset, int length) {
    }

    /** A message that begins with a header; of its fields, the first {@link #headerFields()} are that. */
    public record Message(String name, int templateId, int blockLength, List<Field> fields) {
        /** Number of numbers of the header. */
        public int headerFields() {
            return (int) fields.stream().filter(field -> field.name().startsWith("header.")).count();
        }

        Field field(final String wanted) {
            return fields.stream().filter(field -> field.name().equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no " + wanted));
        }
    }

    private CommandSchema() {
    }

    /** What gateways send, in the order of the schema. */
    public static List<Message> messages() {
        return messages("commandHeader");
    }

    /** What others than gateways send, which has no header: templates 40 to 49. */
    static List<Message> messagesOfOthers() {
        return messages("int64", "int32").stream()
            .filter(message -> message.templateId() >= FIRST_OF_OTHERS && message.templateId() < FIRST_REPLY).toList();
    }

    /** What the event stream is made of. */
    static List<Message> events() {
        return messages("eventHeader");
    }

    private static List<Message> messages(final String... firstTypes) {
        try (InputStream schema = CommandSchema.class.getResourceAsStream(SCHEMA)) {
            final Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(schema).getDocumentElement();
            final Map<String, List<Field>> types = types(root);
            final List<Message> messages = new ArrayList<>();
            for (final Element message : children(root, "sbe:message")) {
                final List<Element> fields = children(message, "field");
                if (!fields.isEmpty() && List.of(firstTypes).contains(fields.getFirst().getAttribute("type"))) {
                    messages.add(message(message, fields, types));
                }
            }
            return messages;
        } catch (final Exception unreadable) {
            throw new IllegalStateException(SCHEMA, unreadable);
        }
    }

    private static Message message(
        final Element message, final List<Element> fields, final Map<String, List<Field>> types) {
        final List<Field> numbers = new ArrayList<>();
        int offset = 0;
        for (final Element field : fields) {
            final String name = field.getAttribute("name");
            final String type = field.getAttribute("type");
            if (LENGTHS.containsKey(type)) {
                numbers.add(new Field(name, offset, LENGTHS.get(type)));
            } else {
                for (final Field part : types.get(type)) {
                    numbers.add(new Field(
                        part.name().isEmpty() ? name : name + "." + part.name(), offset + part.offset(), part.length()));
                }
            }
            offset = numbers.getLast().offset() + numbers.getLast().length();
        }
        return new Message(message.getAttribute("name"), Integer.parseInt(message.getAttribute("id")), offset, numbers);
    }

    /** Composites by their parts; an enum is one part without a name. */
    private static Map<String, List<Field>> types(final Element root) {
        final Map<String, List<Field>> types = new HashMap<>();
        final Element all = children(root, "types").getFirst();
        for (final Element enumeration : children(all, "enum")) {
            types.put(enumeration.getAttribute("name"),
                List.of(new Field("", 0, LENGTHS.get(enumeration.getAttribute("encodingType")))));
        }
        for (final Element composite : children(all, "composite")) {
            final List<Field> parts = new ArrayList<>();
            int offset = 0;
            for (final Element part : children(composite, "type")) {
                if (LENGTHS.containsKey(part.getAttribute("primitiveType"))) {
                    parts.add(new Field(part.getAttribute("name"), offset, LENGTHS.get(part.getAttribute("primitiveType"))));
                    offset += parts.getLast().length();
                }
            }
            types.put(composite.getAttribute("name"), parts);
        }
        return types;
    }

    private static List<Element> children(final Element parent, final String name) {
        final List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                elements.add(element);
            }
        }
        return elements;
    }
}
