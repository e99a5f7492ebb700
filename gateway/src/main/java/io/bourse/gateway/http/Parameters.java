package io.bourse.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a request, from its path, its query and its JSON body alike; only those that its route knows. */
public final class Parameters {
    private final Map<String, String> values = new LinkedHashMap<>();

    Parameters(final Map<String, String> pathValues) {
        values.putAll(pathValues);
    }

    void addQuery(final String query, final Map<String, Field> fields) {
        if (query.isEmpty()) {
            return;
        }
        final String[] pairs = query.split("&", HttpLimits.QUERY_PARAMETERS_MAX + 1);
        if (pairs.length > HttpLimits.QUERY_PARAMETERS_MAX) {
            throw HttpError.badRequest("BAD_QUERY",
                "The query has more than " + HttpLimits.QUERY_PARAMETERS_MAX + " parameters.");
        }
        for (final String pair : pairs) {
            final int equal = pair.indexOf('=');
            if (equal <= 0) {
                throw HttpError.badRequest("BAD_QUERY", "The query must be of the form name=value&name=value.");
            }
            final Field field = known(decoded(pair.substring(0, equal)), fields);
            add(field, field.checked(decoded(pair.substring(equal + 1))));
        }
    }

    void addBody(final byte[] body, final Map<String, Field> fields) {
        for (final Map.Entry<String, Object> entry : StrictJson.object(body).entrySet()) {
            final Field field = known(entry.getKey(), fields);
            if (entry.getValue() != null) {
                add(field, field.textOf(entry.getValue()));
            }
        }
    }

    /** The text of a field, or null. */
    public String text(final String name) {
        return values.get(name);
    }

    /** The text of a field, or another. */
    public String text(final String name, final String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /**
     * The text of a field.
     *
     * @throws HttpError 400 if it is missing
     */
    public String required(final String name) {
        final String text = values.get(name);
        if (text == null) {
            throw HttpError.badRequest("MISSING_FIELD", "The field " + name + " is missing.");
        }
        return text;
    }

    /** An integer field, or another number. */
    public long number(final String name, final long otherwise) {
        final String text = values.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    /**
     * A count within bounds, or another number.
     *
     * @throws HttpError 400 if it is out of bounds
     */
    public int count(final String name, final int otherwise, final int max) {
        final long number = number(name, otherwise);
        if (number < 1 || number > max) {
            throw HttpError.badRequest("OUT_OF_RANGE", "The field " + name + " must be 1 to " + max + ".");
        }
        return (int) number;
    }

    private void add(final Field field, final String text) {
        if (values.putIfAbsent(field.name(), text) != null) {
            throw HttpError.badRequest("DUPLICATE_FIELD", "The field " + field.name() + " is given twice.");
        }
    }

    private static Field known(final String name, final Map<String, Field> fields) {
        final Field field = fields.get(name);
        if (field == null) {
            throw HttpError.badRequest("UNKNOWN_FIELD",
                "There is a field that is not known here; known are: " + String.join(", ", fields.keySet()) + ".");
        }
        return field;
    }

    private static String decoded(final String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return StrictJson.utf8Text(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c != '%') {
                bytes.write(c);
            } else {
                bytes.write(hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            }
        }
        return StrictJson.utf8Text(bytes.toByteArray());
    }

    private static int hex(final String text, final int index) {
        final int digit = index < text.length() && text.charAt(index) < 128 ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0) {
            throw HttpError.badRequest("BAD_QUERY", "A percent sign in the query is not followed by two hex digits.");
        }
        return digit;
    }
}
