package io.credstream.kube;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a kubeconfig, from YAML and JSON alike. Shows nothing of itself: it may be a credential. */
sealed interface Value {

    /** What to call its kind in a problem. */
    default String kind() {
        return switch (this) {
            case Nothing nothing -> "null";
            case Text text -> "text";
            case Truth truth -> "a boolean";
            case Numeric number -> "a number";
            case Items items -> "a list";
            case Mapping mapping -> "a mapping";
        };
    }

    /** {@code null}, or not there at all. */
    record Nothing() implements Value {}

    record Text(String text) implements Value {
        @Override
        public String toString() {
            return kind();
        }
    }

    record Truth(boolean isTrue) implements Value {
        @Override
        public String toString() {
            return kind();
        }
    }

    record Numeric() implements Value {}

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    record Mapping(Map<String, Value> values) implements Value {
        public Mapping {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String toString() {
            return kind();
        }
    }
}
