package io.credstream.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a record follows from. Sealed, because an audit trail is only as good as its weakest link: a new origin of records has
 * to be named here before anything can be written because of it.
 */
public sealed interface Cause {

    /** One line that a person can look up: {@code credstream.credentials-3@1234} or {@code kcp-eu/secrets@8812}. */
    default String describe() {
        return switch (this) {
            case Observation(String cluster, Kind kind, String version) ->
                cluster + "/" + kind.plural() + "@" + version;
            case Coordinates(String topic, int partition, long offset) -> topic + "-" + partition + "@" + offset;
            case Request(String user, String command) -> user + ": " + command;
        };
    }

    /** The inverse of {@link #describe()}; whatever has another form is taken for a request of nobody known. */
    static Cause parse(String description) {
        int at = description.lastIndexOf('@');
        int slash = description.indexOf('/');
        int dash = description.lastIndexOf('-', Math.max(at, 0));
        if (at > slash
                && slash > 0
                && kind(description.substring(slash + 1, at)).isPresent()) {
            Kind kind = kind(description.substring(slash + 1, at)).orElseThrow();
            return new Observation(description.substring(0, slash), kind, description.substring(at + 1));
        }
        if (dash > 0 && description.substring(dash).matches("-\\d{1,9}@\\d{1,18}")) {
            int partition = Integer.parseInt(description.substring(dash + 1, at));
            return new Coordinates(
                    description.substring(0, dash), partition, Long.parseLong(description.substring(at + 1)));
        }
        int colon = description.indexOf(": ");
        return colon < 0
                ? new Request("", description)
                : new Request(description.substring(0, colon), description.substring(colon + 2));
    }

    private static Optional<Kind> kind(String plural) {
        return Arrays.stream(Kind.values())
                .filter(k -> k.plural().equals(plural))
                .findFirst();
    }

    /** An observation of a cluster: an event of a watch, or an item (or the absence of one) in a list, at a version. */
    record Observation(String cluster, Kind kind, String resourceVersion) implements Cause {}

    /** A record of a topic. */
    record Coordinates(String topic, int partition, long offset) implements Cause {}

    /** A change that an operator made, for example {@code fleet apply}. */
    record Request(String user, String command) implements Cause {

        /** The {@link #user} where nobody asked for anything: the processor has looked again at what it knows. */
        public static final String PROCESSOR = "processor";
    }
}
