package io.credstream.simulation.service;

import io.credstream.model.Binding;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Meters;
import io.credstream.processor.streams.BindInput;
import io.credstream.processor.streams.BindStage;
import io.credstream.processor.streams.DecideInput;
import io.credstream.processor.streams.DecideStage;
import io.credstream.processor.streams.StageMeters;
import io.credstream.processor.streams.StageSettings;
import io.credstream.rules.retry.Retries;
import io.credstream.simulation.log.SimulatedLog;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.state.Stores;

/** The tasks of a processor: for each partition one that binds and one that decides. */
public final class Tasks {

    private static final Duration EVALUATION = Duration.ofMinutes(5);

    private Tasks() {}

    public static List<StreamTask<?, ?>> of(
            Topics topics,
            SimulatedLog log,
            LongSupplier clock,
            RandomGenerator random,
            Runnable fault,
            Collaborators with) {
        var meters = new StageMeters(Meters.unseen(), Clock.fixed(java.time.Instant.EPOCH, ZoneOffset.UTC));
        var bind = new StreamTask.Kind<BindInput, Binding>(
                "bind", StageInputs.bind(topics), topics.bindings(), BindStage::supplier);
        var decide = new StreamTask.Kind<DecideInput, ManifestUpdate>(
                "decide", StageInputs.decide(topics), topics.manifestUpdates(), DecideStage::supplier);
        List<StreamTask<?, ?>> tasks = new ArrayList<>();
        for (int i = 0; i < log.partitions(); i++) {
            tasks.add(new StreamTask<>(
                    bind,
                    i,
                    log,
                    clock,
                    gate -> settings(topics, gate, meters, random, with),
                    fault,
                    with::hasChangelog));
            tasks.add(new StreamTask<>(
                    decide,
                    i,
                    log,
                    clock,
                    gate -> settings(topics, gate, meters, random, with),
                    fault,
                    with::hasChangelog));
        }
        return tasks;
    }

    private static StageSettings settings(
            Topics topics, TaskGate gate, StageMeters meters, RandomGenerator random, Collaborators with) {
        return new StageSettings(
                topics,
                with.gate(gate),
                new Retries(with.retries(), random, topics::isOrder),
                EVALUATION,
                with.memory(),
                meters,
                Stores::inMemoryKeyValueStore);
    }
}
