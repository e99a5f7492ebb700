package io.bourse.gateway.http;

import io.bourse.client.Decimals;

/**
 * One name that a route knows, in its query or its JSON body.
 *
 * @param name of the field
 * @param kind of its value
 */
public record Field(String name, Kind kind) {
    private static final int INTEGER_LENGTH_MAX = 19;

    /** What the value must look like. */
    public enum Kind {
        /** A JSON string. */
        TEXT,
        /** A plain decimal number, as a JSON string or number. */
        DECIMAL,
        /** A whole number, as a JSON string or number. */
        INTEGER,
        /** A JSON string or whole number that names something. */
        ID,
        /** true or false. */
        FLAG
    }

    /** A {@link Kind#TEXT}. */
    public static Field text(final String name) {
        return new Field(name, Kind.TEXT);
    }

    /** A {@link Kind#DECIMAL}. */
    public static Field decimal(final String name) {
        return new Field(name, Kind.DECIMAL);
    }

    /** A {@link Kind#INTEGER}. */
    public static Field integer(final String name) {
        return new Field(name, Kind.INTEGER);
    }

    /** A {@link Kind#ID}. */
    public static Field id(final String name) {
        return new Field(name, Kind.ID);
    }

    /** A {@link Kind#FLAG}. */
    public static Field flag(final String name) {
        return new Field(name, Kind.FLAG);
    }

    /** The text of a JSON value of this kind. */
    String textOf(final Object value) {
        return switch (value) {
            case final String text when kind != Kind.FLAG -> checked(text);
            case final StrictJson.NumberText number when kind != Kind.TEXT && kind != Kind.FLAG -> checked(number.text());
            case final Boolean flag when kind == Kind.FLAG -> flag.toString();
            default -> throw wrongType();
        };
    }

    /** The text of a query value of this kind. */
    String checked(final String text) {
        switch (kind) {
            case DECIMAL -> checkDecimal(text);
            case INTEGER -> checkInteger(text);
            case FLAG -> {
                if (!"true".equals(text) && !"false".equals(text)) {
                    throw wrongType();
                }
            }
            default -> {
                if (text.isEmpty()) {
                    throw HttpError.badRequest("EMPTY_FIELD", "The field " + name + " is empty.");
                }
            }
        }
        return text;
    }

    private void checkDecimal(final String text) {
        if (text.length() > Decimals.MAX_TEXT_LENGTH) {
            throw HttpError.badRequest("BAD_NUMBER",
                "The field " + name + " is longer than " + Decimals.MAX_TEXT_LENGTH + " characters.");
        }
        int points = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && digits > 0 && points == 0 && i < text.length() - 1) {
                points++;
            } else if (c != '-' || i != 0) {
                throw notANumber();
            }
        }
        if (digits == 0) {
            throw notANumber();
        }
    }

    private void checkInteger(final String text) {
        if (text.isEmpty() || text.length() > INTEGER_LENGTH_MAX || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw HttpError.badRequest("BAD_NUMBER",
                "The field " + name + " must be a whole number that is not negative.");
        }
        try {
            Long.parseLong(text);
        } catch (final NumberFormatException ex) {
            throw HttpError.badRequest("BAD_NUMBER", "The field " + name + " is too large.");
        }
    }

    private HttpError notANumber() {
        return HttpError.badRequest("BAD_NUMBER",
            "The field " + name + " must be a plain decimal number, without exponent or other characters.");
    }

    private HttpError wrongType() {
        return HttpError.badRequest("BAD_TYPE", "The field " + name + " has a value of the wrong type.");
    }
}
