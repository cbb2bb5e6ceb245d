package io.credstream.cli.service;

import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code credstream sink}. */
@Command(
        name = "sink",
        header = "Writes decisions into Manifests; runs until it is stopped.",
        description = "Several share the control planes out among themselves.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream sink --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream sink --config sink.yaml --patches-per-second 20"
        })
public final class SinkCommand extends Service<SinkSettings> {

    public SinkCommand() {
        super("sink", SinkSettings.class);
    }

    @Override
    ServiceSettings common(SinkSettings settings) {
        return settings.service();
    }

    @Override
    Supplier<Health> start(SinkSettings settings, Meters meters, Parts parts, Lifetime lifetime)
            throws InterruptedException {
        SinkConfig config = SinkConfig.of(settings.service().kafka(settings.kafka(), settings.topics()));
        Sink sink = Sink.start(
                settings.skip().apply(settings.tuning().apply(config)),
                meters,
                Clock.systemUTC(),
                new SplittableRandom());
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                lifetime.fail("sink", failure);
            }
        });
        parts.add(sink::close);
        return sink::check;
    }
}
