package io.credstream.processor.streams;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Versioned;
import io.credstream.processor.streams.Read.Said;
import io.credstream.processor.streams.Read.Unusable;
import io.credstream.topics.DeletionHeaders;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of one topic, tombstones included, into inputs of a stage.
 *
 * @param <V> the topic's values
 * @param <I> the inputs
 */
public final class Reading<V, I> implements ProcessorSupplier<String, V, String, Read<I>> {

    private final Function<V, String> keyOf;
    private final Function<V, ? extends I> known;
    private final Tombstones<I> gone;

    private Reading(Function<V, String> keyOf, Function<V, ? extends I> known, Tombstones<I> gone) {
        this.keyOf = keyOf;
        this.known = known;
        this.gone = gone;
    }

    /**
     * Of a topic whose tombstones say nothing but which key is gone.
     *
     * @param keyOf the key that a value has to stand under
     * @param gone may throw {@link IllegalArgumentException} if the key is not of the topic's form
     */
    public static <V, I> Reading<V, I> facts(
            Function<V, String> keyOf, Function<V, ? extends I> known, Function<String, ? extends I> gone) {
        return new Reading<>(keyOf, known, (key, headers) -> Optional.of(gone.apply(key)));
    }

    /** Of a topic of observed objects, whose tombstones say at which version the object was found gone. */
    public static <V extends Versioned, I> Reading<V, I> observations(
            Function<V, ? extends I> known, BiFunction<ObjectRef, Deletion, ? extends I> gone) {
        return new Reading<>(value -> value.ref().key(), known, (key, headers) -> {
            ObjectRef ref = ObjectRef.parse(key);
            return DeletionHeaders.read(headers).map(deletion -> gone.apply(ref, deletion));
        });
    }

    @Override
    public Processor<String, V, String, Read<I>> get() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, V> record) {
                RecordMetadata at = context().recordMetadata().orElseThrow();
                Coordinates coordinates = new Coordinates(at.topic(), at.partition(), at.offset());
                context().forward(record.withValue(read(record.key(), record.value(), record.headers(), coordinates)));
            }
        };
    }

    @SuppressWarnings("UnusedException") // it says only again that the key is of another form, and quotes it
    private Read<I> read(@Nullable String key, @Nullable V value, Headers headers, Coordinates at) {
        try {
            if (key == null || key.isEmpty() || (value != null && !key.equals(keyOf.apply(value)))) {
                return unusable(DeadLetter.Code.INVALID_KEY, null, at);
            }
            Optional<? extends I> input = value == null ? gone.read(key, headers) : Optional.of(known.apply(value));
            return input.<Read<I>>map(said -> new Said<>(said, at))
                    .orElseGet(() -> unusable(DeadLetter.Code.INCOMPLETE_DELETION, key, at));
        } catch (IllegalArgumentException e) {
            return unusable(DeadLetter.Code.INVALID_KEY, null, at);
        }
    }

    private Read<I> unusable(DeadLetter.Code code, @Nullable String object, Coordinates at) {
        return new Unusable<>(new DeadLetter(DeadLetters.SERVICE, code, object, at), Objects.requireNonNull(at));
    }

    /** What a tombstone means; nothing if it leaves out what it should say. */
    private interface Tombstones<I> {
        Optional<? extends I> read(String key, Headers headers);
    }
}
