package io.credstream.processor.streams;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Versioned;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.processor.streams.Read.Said;
import io.credstream.processor.streams.Read.Unusable;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the records of one topic, tombstones included, into inputs of a stage.
 *
 * @param <V> the topic's values
 * @param <I> the inputs
 */
public final class Reading<V extends java.lang.Record, I> implements ProcessorSupplier<String, V, String, Read<I>> {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final Topic<V> topic;
    private final Function<V, ? extends I> known;
    private final Tombstones<I> gone;

    private Reading(Topic<V> topic, Function<V, ? extends I> known, Tombstones<I> gone) {
        this.topic = topic;
        this.known = known;
        this.gone = gone;
    }

    /**
     * Of a topic whose tombstones say nothing but which key is gone.
     *
     * @param gone may throw {@link IllegalArgumentException} if the key is not of the topic's form
     */
    public static <V extends java.lang.Record, I> Reading<V, I> facts(
            Topic<V> topic, Function<V, ? extends I> known, Function<String, ? extends I> gone) {
        return new Reading<>(topic, known, (key, headers) -> Optional.of(gone.apply(key)));
    }

    /** Of a topic of observed objects, whose tombstones say at which version the object was found gone. */
    public static <V extends java.lang.Record & Versioned, I> Reading<V, I> observations(
            Topic<V> topic, Function<V, ? extends I> known, BiFunction<ObjectRef, Deletion, ? extends I> gone) {
        return new Reading<>(topic, known, (key, headers) -> {
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
                Read<I> read = read(record.key(), record.value(), record.headers(), coordinates);
                context().forward(record.withValue(read).withHeaders(new RecordHeaders())); // others' headers end here
            }
        };
    }

    @SuppressWarnings("UnusedException") // it says only again that the key is of another form, and quotes it
    private Read<I> read(@Nullable String key, @Nullable V value, Headers headers, Coordinates at) {
        try {
            if (key != null && key.getBytes(StandardCharsets.UTF_8).length > RecordBudget.KEY) {
                return unusable(DeadLetter.Code.TOO_LARGE, null, at);
            }
            if (key == null || !topic.hasKey(key, value)) {
                return unusable(DeadLetter.Code.INVALID_KEY, null, at);
            }
            Optional<? extends I> input = value == null ? gone.read(key, headers) : Optional.of(known.apply(value));
            return input.<Read<I>>map(said -> new Said<>(said, key, at))
                    .orElseGet(() -> unusable(DeadLetter.Code.INCOMPLETE_DELETION, key, at));
        } catch (IllegalArgumentException e) {
            return unusable(DeadLetter.Code.INVALID_KEY, null, at);
        } catch (RuntimeException e) {
            Fault fault = Fault.of(e);
            LOG.atError()
                    .setCause(fault.stackTrace())
                    .addKeyValue(LogKeys.CAUSE, at.describe())
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .log("A record could not be read; everything else goes on");
            return unusable(DeadLetter.Code.FAULT, null, at);
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
