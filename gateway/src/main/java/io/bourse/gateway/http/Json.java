package io.bourse.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes JSON; {@link StrictJson} reads it. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** An object of names and values in turn, in this order. */
    public static Map<String, Object> object(final Object... namesAndValues) {
        final Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** A JSON text to be put as it is. */
    public static Object raw(final String json) {
        return new RawValue(json);
    }

    /** Maps, lists, texts, numbers and flags as JSON. */
    public static byte[] bytes(final Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (final JsonProcessingException ex) {
            throw new IllegalStateException("cannot write as JSON: " + value.getClass(), ex);
        }
    }

    /** Maps, lists, texts, numbers and flags as JSON. */
    public static String text(final Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (final JsonProcessingException ex) {
            throw new IllegalStateException("cannot write as JSON: " + value.getClass(), ex);
        }
    }
}
