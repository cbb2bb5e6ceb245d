package io.credstream.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator wants, which is neither observed nor follows from anything; and that a fuse has blown, which an
 * operator takes back as any other order.
 *
 * <p>The newest of each kind and target is what counts: an order may be heard again whenever the log is read again.
 *
 * @param user who gave it, {@code reason} why, and {@code at} when by the operator's clock
 * @param until from when on it holds nothing, whether or not anybody ends it; absent for never
 */
public record Order(
        Target target,
        Action action,
        String user,
        String reason,
        Instant at,
        @Nullable Instant until) {

    /** The {@link #user} of what no person ordered: a fuse holds a change (R21). */
    public static final String FUSE = "fuse";

    /** Without an end of its own. */
    public Order(Target target, Action action, String user, String reason, Instant at) {
        this(target, action, user, reason, at, null);
    }

    /** Whether its time is over at a moment. */
    public boolean isOver(Instant moment) {
        return until != null && !moment.isBefore(until);
    }

    /** The record key: {@code drive/cluster/kcp-eu}. */
    public String key() {
        return action.kind() + "/" + target.display();
    }

    /** Whose Manifests an order is about. Sealed: every stage that hears orders has to know how to tell. */
    public sealed interface Target {

        /** {@code cluster/kcp-eu}, {@code module/serverless}, {@code change/kcp-eu/credstream.templates-2@17} or {@code all}. */
        default String display() {
            return switch (this) {
                case OfCluster(String cluster) -> "cluster/" + cluster;
                case OfModule(String module) -> "module/" + module;
                case OfChange(String cluster, Cause change) -> "change/" + cluster + "/" + change.describe();
                case All all -> "all";
            };
        }

        /** Whether a Manifest is meant, whatever is decided about it. */
        default boolean includes(Manifest manifest) {
            return switch (this) {
                case OfCluster(String cluster) -> manifest.ref().cluster().equals(cluster);
                case OfModule(String module) -> module.equals(manifest.moduleName());
                case OfChange change -> false;
                case All all -> true;
            };
        }

        /** Those of one control plane. */
        record OfCluster(String cluster) implements Target {}

        /** Those of one module, wherever they are. */
        record OfModule(String module) implements Target {}

        /**
         * What follows from one change on one control plane. It means decisions rather than Manifests, so only the sink, which has
         * them, can tell; and the newest that follow from something else are not meant.
         */
        record OfChange(String cluster, Cause change) implements Target {}

        /** All there are. */
        record All() implements Target {}
    }

    /** What is wanted. Sealed: a new kind of order has to be dealt with before it can be given. */
    public sealed interface Action {

        /** As the command that gives the order is called. */
        default String display() {
            return switch (this) {
                case Drive drive -> "drive";
                case Brake(Mode mode) -> mode.name().toLowerCase(Locale.ROOT);
            };
        }

        /** Of one kind, the newest order for a target counts. */
        default String kind() {
            return switch (this) {
                case Drive drive -> "drive";
                case Brake brake -> "brake";
            };
        }

        /** To forget what was tried, backoff and hold-downs, and to write at once whatever differs. */
        record Drive() implements Action {}

        /** Stays in force for its target until another one is given for that target (R20). */
        record Brake(Mode mode) implements Action {}

        /** What a brake does, the strongest last. */
        enum Mode {
            /** Nothing. */
            RESUME,
            /** Nothing is written. */
            PAUSE,
            /** What is ours is taken back, and nothing else is written. */
            WITHDRAW
        }
    }
}
