package io.credstream.processor.streams;

import io.credstream.avro.AvroSerde;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what goes wrong with one object from all others: the only place where a stage decides what an exception ends.
 *
 * <p>A stage does its work in pieces, each {@linkplain #attempt for one object}. An unexpected exception ends that piece: nothing
 * that it had to say is said, its object counts as faulted, and a dead letter names it. The object is no longer faulted when the
 * same piece succeeds, and a tombstone takes the dead letter back; both are said once. What Kafka or Kafka Streams throw is not
 * about an object, and passes, as do {@link Error}s.
 *
 * @param <V> what the stage says
 */
final class Bulkhead<V extends java.lang.Record> {

    private static final Logger LOG = LoggerFactory.getLogger(Bulkhead.class);
    private static final Duration SOON = Duration.ofMillis(1);

    private final ProcessorContext<String, Output> context;
    private final AvroSerde<V> serde;
    private final Kept<Faulted> store;
    private final StageMeters.Faults meters;
    private final Map<String, Faulted> faulted = new HashMap<>();
    private final List<Record<String, Output>> said = new ArrayList<>();
    private final List<Record<String, Output>> waiting = new ArrayList<>();
    private boolean begun;
    private @Nullable Cancellable first;

    /** Of a task that begins. */
    Bulkhead(
            ProcessorContext<String, Output> context,
            AvroSerde<V> serde,
            Kept<Faulted> store,
            StageMeters.Faults meters) {
        this.context = context;
        this.serde = serde;
        this.store = store;
        this.meters = meters;
        store.forEach(faulted::put);
        meters.are(faulted.size());
    }

    /**
     * Works for one object.
     *
     * @param work what is done, in one word or a topic's name: an object can be faulted for one and fine for another
     * @param object its key
     * @param cause what the work follows from
     * @return what the piece returned; nothing if it failed, and then what the stage has in memory of the object can be half of
     *     what it should be
     */
    <T> Optional<T> attempt(String work, String object, Cause cause, Supplier<T> piece) {
        String name = work + ":" + object;
        T result;
        try {
            result = piece.get();
        } catch (RuntimeException e) {
            said.clear();
            failed(name, object, cause, aboutAnObject(e));
            return Optional.empty();
        } catch (Error e) {
            LOG.atError().addKeyValue(LogKeys.OBJECT, name).log("The processor fails while it works for an object");
            throw e;
        }
        recovered(name);
        flush();
        return Optional.of(result);
    }

    /**
     * As above, for a task that begins: what the stores have of an object is learned. That this succeeds says nothing about what
     * failed before, for that was not kept.
     */
    void restore(String work, String object, Cause cause, Runnable piece) {
        try {
            piece.run();
        } catch (RuntimeException e) {
            failed(work + ":" + object, object, cause, aboutAnObject(e));
        }
    }

    /** The task has begun: only from now on can anything be said. */
    void begun() {
        begun = true;
        if (!waiting.isEmpty()) {
            first = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, now -> sayWhatWaits());
        }
    }

    /** As above, for a piece that returns nothing. */
    void attempt(String work, String object, Cause cause, Runnable piece) {
        attempt(work, object, cause, () -> {
            piece.run();
            return object;
        });
    }

    /**
     * Puts right what an attempt that failed has left in memory.
     *
     * @return whether that succeeded
     */
    boolean undo(Runnable piece) {
        try {
            piece.run();
            return true;
        } catch (RuntimeException e) {
            aboutAnObject(e);
            return false;
        }
    }

    /** Says something, if and when the present piece of work succeeds. */
    void say(String key, @Nullable V value) {
        say(key, value, new RecordHeaders());
    }

    /** As above, with headers. */
    void say(String key, @Nullable V value, Headers headers) {
        byte @Nullable [] bytes = RecordBudget.encode(serde, key, value, headers);
        said.add(new Record<>(key, new Output.Told(bytes), context.currentSystemTimeMs(), headers));
    }

    void end() {
        meters.are(0);
    }

    /** Throws what Kafka says. Of its exceptions only those about a record's own bytes are about an object. */
    private static RuntimeException aboutAnObject(RuntimeException e) {
        if (e instanceof KafkaException
                && !(e instanceof SerializationException || e instanceof RecordTooLargeException)) {
            throw e;
        }
        return e;
    }

    private void failed(String name, String object, Cause cause, RuntimeException exception) {
        Fault fault = Fault.of(exception);
        DeadLetter.Code code =
                exception instanceof RecordTooLargeException ? DeadLetter.Code.TOO_LARGE : DeadLetter.Code.FAULT;
        Faulted before = faulted.get(name);
        if (before != null && before.isLike(code, fault.code())) {
            return;
        }
        LOG.atError()
                .setCause(fault.stackTrace())
                .addKeyValue(LogKeys.OBJECT, name)
                .addKeyValue(LogKeys.CAUSE, cause.describe())
                .addKeyValue(LogKeys.REASON, fault.code())
                .log("An object could not be handled; everything else goes on");
        keep(name, new Faulted(code, fault.code(), Instant.ofEpochMilli(context.currentSystemTimeMs())));
        meters.deadLetter(code);
        letter(name, new DeadLetter(DeadLetters.SERVICE, code, object, cause));
    }

    private void recovered(String name) {
        if (faulted.containsKey(name)) {
            keep(name, null);
            letter(name, null);
            LOG.atInfo().addKeyValue(LogKeys.OBJECT, name).log("An object that could not be handled is handled again");
        }
    }

    private void keep(String name, @Nullable Faulted now) {
        if (now == null) {
            faulted.remove(name);
            store.delete(name);
        } else {
            faulted.put(name, now);
            store.put(name, now);
        }
        meters.are(faulted.size());
    }

    private void letter(String key, @Nullable DeadLetter letter) {
        Record<String, Output> record = new Record<>(key, new Output.Failed(letter), context.currentSystemTimeMs());
        if (begun) {
            context.forward(record);
        } else {
            waiting.add(record);
        }
    }

    private void sayWhatWaits() {
        List<Record<String, Output>> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(context::forward);
        if (first != null) {
            first.cancel();
        }
    }

    private void flush() {
        List<Record<String, Output>> now = List.copyOf(said);
        said.clear();
        now.forEach(context::forward);
    }
}
