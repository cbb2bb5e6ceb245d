package io.credstream.processor.streams;

import io.credstream.processor.streams.Gate.Passage;
import io.credstream.rules.retry.Occasion;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * When a task speaks: not before its gate opens; then of everything at once, and of everything again every few minutes. What a
 * crash or a closed gate swallowed is said then.
 */
final class Evaluation {

    private static final Duration GLANCE = Duration.ofMillis(50);

    private final ProcessingContext context;
    private final Passage passage;
    private final Duration every;
    private final Consumer<Occasion> evaluate;
    private final Cancellable glances;
    private boolean open;

    private Evaluation(ProcessingContext context, Passage passage, Duration every, Consumer<Occasion> evaluate) {
        this.context = context;
        this.passage = passage;
        this.every = every;
        this.evaluate = evaluate;
        this.glances = context.schedule(GLANCE, PunctuationType.WALL_CLOCK_TIME, now -> openWhenTime());
    }

    /** Of a task that begins; all its inputs have as many partitions as there are such tasks. */
    static Evaluation of(
            ProcessingContext context, StageSettings settings, List<Topic<?>> inputs, Consumer<Occasion> evaluate) {
        int partition = context.taskId().partition();
        Passage passage = settings.gate()
                .enter(inputs.stream()
                        .map(topic -> new TopicPartition(topic.name(), partition))
                        .collect(Collectors.toUnmodifiableSet()));
        return new Evaluation(context, passage, settings.evaluation(), evaluate);
    }

    /** Whether the task may speak. */
    boolean isOpen() {
        return open;
    }

    /** Evaluates everything as soon as the gate is open. */
    void openWhenTime() {
        if (!open && passage.isOpen()) {
            open = true;
            glances.cancel();
            evaluate.accept(passage.isUnheard() ? Occasion.UNHEARD : Occasion.RESTORED);
            passage.passed();
            context.schedule(every, PunctuationType.WALL_CLOCK_TIME, now -> evaluate.accept(Occasion.PERIODIC));
        }
    }

    void end() {
        passage.leave();
    }
}
