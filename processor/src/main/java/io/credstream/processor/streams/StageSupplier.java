package io.credstream.processor.streams;

import io.credstream.processor.streams.Read.Said;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A stage as Kafka Streams wants it. A processor can be initialized more than once, with other state each time; so a
 * {@link Stage} is made each time, from restored stores, and everything in it is final.
 */
record StageSupplier<I, V>(
        StageSettings settings,
        List<StageStore<?>> declared,
        BiFunction<ProcessorContext<String, V>, StageSettings, Stage<I>> begin)
        implements ProcessorSupplier<String, Said<I>, String, V> {

    @Override
    public Set<StoreBuilder<?>> stores() {
        return declared.stream()
                .map(store -> store.builder(settings))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Processor<String, Said<I>, String, V> get() {
        return new Processor<>() {
            private @Nullable Stage<I> stage;

            @Override
            public void init(ProcessorContext<String, V> context) {
                stage = begin.apply(context, settings);
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
            }
        };
    }
}
