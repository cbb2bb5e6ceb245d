package io.credstream.sink.cluster;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.DeadLetter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Sealed: a lane has to know for each whether the decision is settled.
 *
 * <p>Reasons are codes such as {@code 422 Invalid}, and never what a server wrote.
 */
public sealed interface Outcome {

    /** No answer so far can come of sending the same again. */
    sealed interface Settled extends Outcome {
        default Result result() {
            return switch (this) {
                case Applied applied -> Result.APPLIED;
                case Unchanged unchanged -> Result.UNCHANGED;
                case Superseded superseded -> Result.SUPERSEDED;
                case Conflict conflict -> Result.CONFLICT;
                case Rejected rejected -> Result.REJECTED;
                case PutAside putAside -> Result.REJECTED;
            };
        }

        default @Nullable String resourceVersion() {
            return null;
        }

        default @Nullable String reason() {
            return null;
        }
    }

    record Applied(String resourceVersion) implements Settled {}

    record Unchanged(String resourceVersion) implements Settled {}

    /** A test failed, or the Manifest is gone. */
    record Superseded(String reason) implements Settled {}

    record Conflict(String reason) implements Settled {}

    /** What was sent is not acceptable, and never will be. */
    record Rejected(String reason) implements Settled {}

    /** It was not sent, or must not be sent again, because handling it fails; a dead letter says where it is. */
    record PutAside(DeadLetter.Code code, String reason) implements Settled {}

    /**
     * The cluster cannot be reached, is overloaded, or does not know us; nothing is known about this Manifest.
     *
     * @param retryAfter how long the server asks to be left alone
     */
    record Unavailable(Trouble trouble, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * The cluster is well but refuses us this Manifest. The right is granted, or the admission rule is mended, without anything
     * in the Manifest or the decision changing, so it has to be tried again; slowly, and without holding up the others.
     */
    record Forbidden(Trouble trouble) implements Outcome {}
}
