package io.credstream.kube;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a kubeconfig, from YAML and JSON alike. Shows nothing of itself: it may be a credential. */
sealed interface Value {

    /** What to call its kind in a problem. */
    String kind();

    /** {@code null}, or not there at all. */
    record Nothing() implements Value {
        @Override
        public String kind() {
            return "null";
        }
    }

    record Text(String text) implements Value {
        @Override
        public String kind() {
            return "text";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    record Truth(boolean isTrue) implements Value {
        @Override
        public String kind() {
            return "a boolean";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    record Numeric() implements Value {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "a list";
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
        public String kind() {
            return "a mapping";
        }

        @Override
        public String toString() {
            return kind();
        }
    }
}
