package io.bourse.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object and nothing else: no second document, no duplicate names, no invalid UTF-8, no lone surrogates,
 * bounded in depth and length. Numbers keep the text they were written with, so that no decimal passes a double.
 */
public final class StrictJson {
    /** Deepest nesting. */
    public static final int DEPTH_MAX = 16;
    /** Longest text. */
    public static final int TEXT_LENGTH_MAX = 256;
    /** Longest number. */
    public static final int NUMBER_LENGTH_MAX = 40;
    /** Longest name. */
    public static final int NAME_LENGTH_MAX = 64;
    /** Most tokens of one document; room for a SUBSCRIBE of as many streams as a connection may have. */
    public static final int TOKENS_MAX = 1_500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX)
            .maxStringLength(TEXT_LENGTH_MAX)
            .maxNumberLength(NUMBER_LENGTH_MAX)
            .maxNameLength(NAME_LENGTH_MAX)
            .maxDocumentLength(HttpLimits.BODY_BYTES_MAX)
            .maxTokenCount(TOKENS_MAX)
            .build())
        .build();

    /** A number as it was written. */
    public record NumberText(String text) {
    }

    private StrictJson() {
    }

    /**
     * An object. Its values are String, {@link NumberText}, Boolean, null, List or Map.
     *
     * @throws HttpError 400 for anything that is not exactly one JSON object within the limits
     */
    public static Map<String, Object> object(final byte[] utf8) {
        return object(utf8Text(utf8));
    }

    /** The same of a text. */
    public static Map<String, Object> object(final String text) {
        if (text.isBlank()) {
            throw bad("The body is empty; a JSON object is expected.");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("The body must be a JSON object.");
            }
            final Map<String, Object> object = readObject(parser);
            if (parser.nextToken() != null) {
                throw bad("Something follows the JSON object.");
            }
            return object;
        } catch (final StreamConstraintsException ex) {
            throw bad("The JSON exceeds a limit on depth, length or number of values.");
        } catch (final JsonProcessingException ex) {
            throw bad("Not well-formed JSON near line " + line(ex) + ", column " + column(ex) + ".");
        } catch (final IOException ex) {
            throw bad("The JSON cannot be read.");
        }
    }

    /**
     * Bytes as text.
     *
     * @throws HttpError 400 if they are not UTF-8
     */
    public static String utf8Text(final byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(utf8)).toString();
        } catch (final CharacterCodingException ex) {
            throw HttpError.badRequest("BAD_ENCODING", "The text is not valid UTF-8.");
        }
    }

    private static Map<String, Object> readObject(final JsonParser parser) throws IOException {
        final Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = checked(parser.currentName());
            parser.nextToken();
            object.put(name, readValue(parser));
        }
        return object;
    }

    private static List<Object> readArray(final JsonParser parser) throws IOException {
        final List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(parser));
        }
        return array;
    }

    private static Object readValue(final JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> checked(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberText(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            default -> throw bad("Not well-formed JSON.");
        };
    }

    private static String checked(final String text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw HttpError.badRequest("BAD_ENCODING", "A text holds half a surrogate pair.");
            }
        }
        return text;
    }

    private static int line(final JsonProcessingException ex) {
        return ex.getLocation() == null ? 1 : ex.getLocation().getLineNr();
    }

    private static int column(final JsonProcessingException ex) {
        return ex.getLocation() == null ? 1 : ex.getLocation().getColumnNr();
    }

    private static HttpError bad(final String reason) {
        return HttpError.badRequest("BAD_JSON", reason);
    }
}
