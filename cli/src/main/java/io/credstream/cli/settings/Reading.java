package io.credstream.cli.settings;

import io.credstream.cli.text.Durations;
import io.credstream.cli.text.Nearest;
import io.credstream.projection.SecretSelector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns text into the value of a setting. */
final class Reading {

    /** The text is not of the setting's form. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String fix;

        Unreadable(String message, String fix) {
            super(message);
            this.fix = fix;
        }

        String fix() {
            return fix;
        }
    }

    private Reading() {}

    /**
     * Reads a value.
     *
     * @param folder that paths are relative to
     */
    static Object read(Declared declared, String text, @Nullable Path folder) throws Unreadable {
        Class<?> type = declared.type();
        if (type == String.class) {
            return text;
        }
        if (type == Path.class) {
            return path(text, folder);
        }
        if (type == int.class || type == long.class) {
            return number(declared, text);
        }
        if (type == boolean.class) {
            return flag(text);
        }
        if (type == Duration.class) {
            return Durations.parse(text)
                    .orElseThrow(() -> new Unreadable(
                            "'" + text + "' is no duration", "write a number with ms, s, m, h or d, such as 30s"));
        }
        if (type == SecretSelector.class) {
            return selector(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalArgumentException("no setting can be a " + type);
    }

    private static Path path(String text, @Nullable Path folder) throws Unreadable {
        try {
            Path path = Path.of(text);
            return folder == null ? path : folder.resolve(path);
        } catch (InvalidPathException e) {
            throw unreadable(e, "'" + text + "' is no path", "write the path of a file");
        }
    }

    private static Object number(Declared declared, String text) throws Unreadable {
        long min = declared.setting().min();
        String fix = "write a whole number of at least " + min;
        try {
            long number = Long.parseLong(text.strip());
            if (number < min || (declared.type() == int.class && number > Integer.MAX_VALUE)) {
                throw new Unreadable("'" + text + "' is out of range", fix);
            }
            return declared.type() == int.class ? (Object) (int) number : (Object) number;
        } catch (NumberFormatException e) {
            throw unreadable(e, "'" + text + "' is no whole number", fix);
        }
    }

    private static boolean flag(String text) throws Unreadable {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Unreadable("'" + text + "' is neither true nor false", "write true or false");
        };
    }

    private static SecretSelector selector(String text) throws Unreadable {
        try {
            return SecretSelector.parse(text);
        } catch (SecretSelector.Invalid e) {
            throw unreadable(e, e.problem(), e.fix());
        }
    }

    private static Object constant(Class<?> type, String text) throws Unreadable {
        Object[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants)
                .map(c -> c.toString().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(text.strip().toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new Unreadable(
                    "'" + text + "' is not known" + Nearest.hint(text, names),
                    "write one of " + String.join(", ", names));
        }
        return constants[index];
    }

    private static Unreadable unreadable(Exception cause, String message, String fix) {
        Unreadable unreadable = new Unreadable(message, fix);
        unreadable.initCause(cause);
        return unreadable;
    }
}
