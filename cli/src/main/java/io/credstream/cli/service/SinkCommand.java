package io.credstream.cli.service;

import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.LogSettings;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.topics.KafkaClients;
import java.time.Clock;
import java.util.SplittableRandom;
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
    LogSettings log(SinkSettings settings) {
        return settings.log();
    }

    @Override
    Part start(SinkSettings settings, Lifetime lifetime) throws InterruptedException {
        KafkaClients kafka = Brokers.patient(settings.kafka());
        SinkConfig config = SinkConfig.defaults(kafka, settings.kafka().topicPrefix())
                .withTopicSetup(settings.topics().setup());
        Sink sink = Sink.start(settings.tuning().apply(config), Clock.systemUTC(), new SplittableRandom());
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                lifetime.fail("sink", failure);
            }
        });
        return sink::close;
    }
}
