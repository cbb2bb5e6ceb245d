package io.credstream.model;

import java.util.Objects;

/**
 * What a record follows from. Sealed, because an audit trail is only as good as its weakest link: a new origin of records has
 * to be named here before anything can be written because of it.
 */
public sealed interface Cause {

    /** One line that a person can look up: {@code credstream.credentials-3@1234} or {@code kcp-eu/secrets@8812}. */
    String describe();

    /** An observation of a cluster: an event of a watch, or an item (or the absence of one) in a list, at a version. */
    record Observation(String cluster, Kind kind, String resourceVersion) implements Cause {
        public Observation {
            Objects.requireNonNull(cluster);
            Objects.requireNonNull(kind);
            Objects.requireNonNull(resourceVersion);
        }

        @Override
        public String describe() {
            return cluster + "/" + kind.plural() + "@" + resourceVersion;
        }
    }

    /** A record of a topic. */
    record Coordinates(String topic, int partition, long offset) implements Cause {
        public Coordinates {
            Objects.requireNonNull(topic);
        }

        @Override
        public String describe() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /** A change that an operator made, for example {@code fleet apply}. */
    record Request(String user, String command) implements Cause {
        public Request {
            Objects.requireNonNull(user);
            Objects.requireNonNull(command);
        }

        @Override
        public String describe() {
            return user + ": " + command;
        }
    }
}
