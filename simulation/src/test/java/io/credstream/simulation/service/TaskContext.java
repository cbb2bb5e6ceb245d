package io.credstream.simulation.service;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What a node of a task sees of Kafka Streams. Its clock is handed in; punctuators run when they are asked to. */
final class TaskContext<V> implements ProcessorContext<String, V> {

    private static final class Scheduled {
        private final Punctuator punctuator;
        private final long every;
        private long due;

        Scheduled(Punctuator punctuator, long every, long due) {
            this.punctuator = punctuator;
            this.every = every;
            this.due = due;
        }
    }

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}

    private final TaskId task;
    private final LongSupplier clock;
    private final Function<String, StateStore> stores;
    private final Consumer<Record<String, V>> forwarded;
    private final List<Scheduled> scheduled = new ArrayList<>();
    private @Nullable Place place;

    TaskContext(
            TaskId task,
            LongSupplier clock,
            Function<String, StateStore> stores,
            Consumer<Record<String, V>> forwarded) {
        this.task = task;
        this.clock = clock;
        this.stores = stores;
        this.forwarded = forwarded;
    }

    void at(String topic, int partition, long offset) {
        place = new Place(topic, partition, offset);
    }

    /** Runs what is due, once each, as Kafka Streams does after a pause of any length. */
    void punctuate() {
        long now = clock.getAsLong();
        for (Scheduled one : List.copyOf(scheduled)) {
            if (one.due <= now && scheduled.contains(one)) {
                one.due = now + one.every;
                one.punctuator.punctuate(now);
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // a record of a subtype is one of the type
    public <K extends String, W extends V> void forward(Record<K, W> record) {
        forwarded.accept((Record<String, V>) (Record<?, ?>) record);
    }

    @Override
    public <K extends String, W extends V> void forward(Record<K, W> record, String child) {
        forward(record);
    }

    @Override
    public Cancellable schedule(Duration every, PunctuationType type, Punctuator punctuator) {
        Scheduled one = new Scheduled(punctuator, every.toMillis(), clock.getAsLong() + every.toMillis());
        scheduled.add(one);
        return () -> scheduled.remove(one);
    }

    @Override
    public Cancellable schedule(Instant from, Duration every, PunctuationType type, Punctuator punctuator) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TaskId taskId() {
        return task;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(place);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Kafka Streams has it
    public <S extends StateStore> S getStateStore(String name) {
        return (S) Objects.requireNonNull(stores.apply(name));
    }

    @Override
    public long currentSystemTimeMs() {
        return clock.getAsLong();
    }

    @Override
    public String applicationId() {
        return "simulated";
    }

    @Override
    public Serde<?> keySerde() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Serde<?> valueSerde() {
        throw new UnsupportedOperationException();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public long currentStreamTimeMs() {
        throw new UnsupportedOperationException();
    }
}
