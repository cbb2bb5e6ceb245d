package io.credstream.ingest.watch;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a list or a watch came to an end before its time. Sealed, because what may be done next depends on nothing else. */
public sealed interface Failure {

    /** No connection, or one that broke: what happened since is unknown. */
    record Broken(Trouble trouble) implements Failure {}

    /**
     * 429: the server is well, and busy.
     *
     * @param retryAfter how long the server asks us to wait, if it does
     */
    record Throttled(Trouble trouble, @Nullable Duration retryAfter) implements Failure {}

    /**
     * Any other refusal: by the API server, by what stands before it, or by us of the kubeconfig.
     *
     * @param retryAfter how long the server asks us to wait, if it does
     */
    record Refused(Trouble trouble, @Nullable Duration retryAfter) implements Failure {}

    /** The kind is not there, or not in the version that is needed. */
    record NotServed(Trouble trouble) implements Failure {}

    /**
     * 410: the server has forgotten the version, or the page, that was asked for.
     *
     * @param lasting whether no list has come to its end for that reason, several times in a row
     */
    record Expired(boolean lasting) implements Failure {

        /** Once: that is how a server asks for another list. */
        public Expired() {
            this(false);
        }
    }

    /** Neither an event nor a bookmark for too long. */
    record Silent() implements Failure {}

    /** What arrived is not what an API server sends. */
    record Unintelligible() implements Failure {}

    /** What arrived is larger than what is taken, and was given up. */
    record OverBudget(Trouble trouble) implements Failure {
        static OverBudget of(String what, long bytes) {
            return new OverBudget(new Trouble(
                    Condition.OVER_BUDGET,
                    "bytes",
                    what + " has more than " + bytes
                            + " bytes: look at what answers for the API server, or raise the budgets of ingest"));
        }

        static OverBudget list(Feed feed, long objects) {
            return new OverBudget(new Trouble(
                    Condition.OVER_BUDGET,
                    "objects",
                    "the list of " + feed + " goes on after " + objects
                            + " objects: remove some, or raise the number of objects that ingest takes"));
        }

        /** Others' large objects have taken all the memory there is for such, for too long. */
        static OverBudget crowded() {
            return new OverBudget(
                    new Trouble(
                            Condition.OVER_BUDGET,
                            "memory",
                            "too many large objects are on their way at once: they are asked for again; give ingest more memory"));
        }
    }

    /** The cluster's versions went backwards, as another feed found out. */
    record Overtaken() implements Failure {}

    /** What to tell an operator; empty for what is settled by listing again. */
    default Optional<Trouble> report() {
        return switch (this) {
            case Broken broken -> Optional.of(broken.trouble());
            case Throttled throttled -> Optional.of(throttled.trouble());
            case Refused refused -> Optional.of(refused.trouble());
            case NotServed notServed -> Optional.of(notServed.trouble());
            case Unintelligible ignored ->
                Optional.of(new Trouble(
                        Condition.UNREACHABLE,
                        "answer",
                        "check that the address in the kubeconfig is that of an API server"));
            case Expired expired ->
                expired.lasting()
                        ? Optional.of(new Trouble(
                                Condition.OVERLOADED,
                                "410",
                                "look at the API server: it forgets what it lists before the list has been read"))
                        : Optional.empty();
            case Silent ignored ->
                Optional.of(new Trouble(
                        Condition.UNREACHABLE,
                        "silence",
                        "look at what is between here and the API server: connections stay open and carry nothing"));
            case OverBudget over -> Optional.of(over.trouble());
            case Overtaken ignored -> Optional.empty();
        };
    }

    /** Why events may have been missed, should it come to that. */
    default Condition condition() {
        return switch (this) {
            case Expired ignored -> Condition.OVERLOADED;
            case Silent ignored -> reported();
            case Overtaken ignored -> Condition.CONNECTING;
            case Broken ignored -> reported();
            case Throttled ignored -> reported();
            case Refused ignored -> reported();
            case NotServed ignored -> reported();
            case Unintelligible ignored -> reported();
            case OverBudget ignored -> reported();
        };
    }

    /** What it is called where it is counted. */
    default String label() {
        return label(getClass());
    }

    /** All that there are. */
    static List<String> labels() {
        return Arrays.stream(Failure.class.getPermittedSubclasses())
                .map(Failure::label)
                .toList();
    }

    private static String label(Class<?> type) {
        return type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Condition reported() {
        return report().map(Trouble::condition).orElse(Condition.CONNECTING);
    }
}
