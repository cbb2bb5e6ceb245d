package io.credstream.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Immutable copies in key order, so that equal facts are equal bytes. */
final class Sorted {
    private Sorted() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
