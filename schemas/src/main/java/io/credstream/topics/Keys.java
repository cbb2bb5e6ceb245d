package io.credstream.topics;

import io.credstream.model.Binding;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a topic: which key a value has to stand under, and which texts are keys at all.
 *
 * @param of the key of a value; absent where values say nothing about their keys
 * @param form throws {@link IllegalArgumentException} for a text that is not of the topic's form
 */
record Keys<V extends Record>(@Nullable Function<V, String> of, Consumer<String> form) {

    /** The longest key of the model, of a binding, stays below this even with the longest names that Kubernetes allows. */
    private static final int LONGEST = 2048;

    private static final char NOT_TEXT = '\uFFFD';

    /** Of clusters, by id. */
    static <V extends Record> Keys<V> clusters(Function<V, String> of) {
        return new Keys<>(of, key -> require(key.indexOf('/') < 0));
    }

    /** {@code cluster/namespace/name}. */
    static <V extends Record> Keys<V> objects(Function<V, String> of) {
        return new Keys<>(of, ObjectRef::parse);
    }

    /** {@code cluster/kind/namespace/name}. */
    static <V extends Record> Keys<V> entries(Function<V, String> of) {
        return new Keys<>(of, key -> {
            String[] segments = key.split("/", -1);
            require(segments.length == 4
                    && Arrays.stream(Kind.values())
                            .anyMatch(kind -> kind.plural().equals(segments[1]))
                    && Arrays.stream(segments).noneMatch(String::isEmpty));
        });
    }

    /** As {@link Binding.Key} has them. */
    static <V extends Record> Keys<V> bindings(Function<V, String> of) {
        return new Keys<>(of, Binding.Key::parse);
    }

    /** Of any form. */
    static <V extends Record> Keys<V> any(Function<V, String> of) {
        return new Keys<>(of, key -> {});
    }

    /** That nobody looks anything up by. */
    static <V extends Record> Keys<V> unrelated() {
        return new Keys<>(null, key -> {});
    }

    /** Whether a record can have this key, with this value or, if there is none, as a tombstone. */
    @SuppressWarnings("UnusedException") // it says only again that the key is of another form, and quotes it
    boolean fit(@Nullable String key, @Nullable V value) {
        if (key == null
                || key.isEmpty()
                || key.length() > LONGEST
                || key.chars().anyMatch(Keys::isNoText)) {
            return false;
        }
        try {
            form.accept(key);
        } catch (RuntimeException e) {
            return false;
        }
        return of == null || value == null || key.equals(of.apply(value));
    }

    /** What bytes become that are not UTF-8, and what no name contains. */
    private static boolean isNoText(int character) {
        return character == NOT_TEXT || Character.isISOControl(character);
    }

    private static void require(boolean form) {
        if (!form) {
            throw new IllegalArgumentException("a key of another form");
        }
    }
}
