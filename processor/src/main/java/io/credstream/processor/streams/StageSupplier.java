package io.credstream.processor.streams;

import io.credstream.processor.streams.Read.Said;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A stage as Kafka Streams wants it. A processor can be initialized more than once, with other state each time; so a
 * {@link Stage} is made each time, from restored stores, and everything in it is final. What goes wrong in it ends at its
 * {@link Bulkhead}.
 *
 * @param name as metrics have it, and a part of the name of the store of what is faulted
 * @param says the topic of what it says
 */
record StageSupplier<I, V extends java.lang.Record>(
        String name,
        StageSettings settings,
        Function<Topics, Topic<V>> says,
        List<StageStore<?>> declared,
        Beginning<I, V> beginning)
        implements ProcessorSupplier<String, Said<I>, String, Output> {

    /** Makes a stage from restored stores. */
    @FunctionalInterface
    interface Beginning<I, V extends java.lang.Record> {
        Stage<I> begin(ProcessorContext<String, Output> context, StageSettings settings, Bulkhead<V> bulkhead);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Stream.concat(declared.stream(), Stream.of(faults()))
                .map(store -> store.builder(settings))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Processor<String, Said<I>, String, Output> get() {
        return new Processor<>() {
            private @Nullable Stage<I> stage;
            private @Nullable Bulkhead<V> bulkhead;

            @Override
            public void init(ProcessorContext<String, Output> context) {
                bulkhead = new Bulkhead<>(
                        context,
                        says.apply(settings.topics()).serde(),
                        faults().in(context),
                        settings.meters().faults(name));
                stage = beginning.begin(context, settings, bulkhead);
                bulkhead.begun();
            }

            @Override
            public void process(Record<String, Said<I>> record) {
                Objects.requireNonNull(stage).hear(record.value());
            }

            @Override
            public void close() {
                if (stage != null) {
                    stage.end();
                }
                if (bulkhead != null) {
                    bulkhead.end();
                }
            }
        };
    }

    private StageStore<Faulted> faults() {
        return faults(name);
    }

    /** The names of the stores of a stage. */
    static Set<String> names(String stage, List<StageStore<?>> declared) {
        return Stream.concat(declared.stream(), Stream.of(faults(stage)))
                .map(StageStore::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static StageStore<Faulted> faults(String stage) {
        return new StageStore<>(stage + "-faults", Faulted.class);
    }
}
