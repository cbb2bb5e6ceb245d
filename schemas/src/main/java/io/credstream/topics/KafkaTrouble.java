package io.credstream.topics;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What an exception of Kafka means: whether it is theirs to mend who run Kafka, so that a service waits until they have, and what
 * to tell them. The one place that decides so, for all services.
 */
public final class KafkaTrouble {

    private static final String MISSING =
            "Topics are missing; create them with 'credstream topics apply' ('credstream topics check' says which)";
    private static final String DISK =
            "Kafka cannot write to a disk; free space on it or replace it, and restart that broker";
    private static final String REPLICAS =
            "Kafka has too few replicas in sync to take a write; start the brokers that are away";
    private static final String SILENCE =
            "Kafka does not answer in time; check that its brokers run and have space on their disks";

    private KafkaTrouble() {}

    /**
     * Whether Kafka, or what it stands on, is the reason, and not this program: it passes when that is mended, and a service that
     * is still there then goes on by itself. Everything else is a bug.
     *
     * <p>An answer of the brokers is theirs, whatever wraps it. So is what Kafka's clients say by themselves, as long as nothing
     * but them is at the bottom of it. An {@link Error} never is.
     */
    public static boolean isTheirs(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        if (chain.stream().anyMatch(Error.class::isInstance)) {
            return false;
        }
        return chain.stream().anyMatch(ApiException.class::isInstance)
                || chain.stream().allMatch(KafkaTrouble::isOfClients);
    }

    /** What is the matter and what to do about it, for a person. */
    public static String describe(Throwable trouble) {
        return refusal(trouble)
                .or(() -> known(trouble))
                .orElseGet(() -> "Trouble with Kafka: " + name(chain(trouble).getLast()));
    }

    /**
     * What the brokers refuse us, be it for who we are or for what we may: what only somebody else can mend, and can while we wait. For a
     * person; empty if that is not what went wrong.
     */
    public static Optional<String> refusal(Throwable trouble) {
        for (Throwable cause : chain(trouble)) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return Optional.of("Kafka refuses us: " + name(cause) + ": " + cause.getMessage());
            }
        }
        return Optional.empty();
    }

    /** As {@link #describe}; empty if there is nothing to say but the name of the exception. */
    public static Optional<String> known(Throwable trouble) {
        for (Throwable cause : chain(trouble).reversed()) {
            String said = switch (cause) {
                case UnfitTopicsException unfit -> String.valueOf(unfit.getMessage());
                case UnknownTopicOrPartitionException missing -> MISSING;
                case UnknownTopicIdException missing -> MISSING;
                case KafkaStorageException full -> DISK;
                case LogDirNotFoundException lost -> DISK;
                case NotEnoughReplicasException few -> REPLICAS;
                case NotEnoughReplicasAfterAppendException few -> REPLICAS;
                case InvalidReplicationFactorException few ->
                    "Kafka has too few brokers for a new topic; start those that are away, or set --replication lower";
                case PolicyViolationException forbidden ->
                    "Kafka's policy does not allow a topic as it has to be; create it with 'credstream topics print -o commands'";
                case UnsupportedVersionException old -> "Kafka's brokers are too old for this build; upgrade them";
                case RetriableException silence -> SILENCE + " (" + name(silence) + ")";
                default -> "";
            };
            if (!said.isEmpty()) {
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /** What clients throw about Kafka, as against about what they were given. */
    private static boolean isOfClients(Throwable cause) {
        return switch (cause) {
            case ConfigException ours -> false;
            case SerializationException ours -> false;
            case KafkaException theirs -> true;
            case NoSuchFileException setting -> false;
            case FileNotFoundException setting -> false;
            case AccessDeniedException setting -> false;
            case IOException disk -> true;
            case ExecutionException wrapper -> true;
            default -> false;
        };
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }

    /** From the outermost to the innermost. */
    private static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
