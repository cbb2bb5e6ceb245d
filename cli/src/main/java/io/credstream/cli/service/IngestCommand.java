package io.credstream.cli.service;

import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.topics.KafkaSetup;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code credstream ingest}. */
@Command(
        name = "ingest",
        header = "Watches the clusters of the fleet and writes what is; runs until it is stopped.",
        description = "Several share the clusters out among themselves.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream ingest --bootstrap-servers kafka:9092 --fingerprint-keys keys.yaml",
            "  credstream ingest --config ingest.yaml --log-level debug"
        })
public final class IngestCommand extends Service<IngestSettings> {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    public IngestCommand() {
        super("ingest", IngestSettings.class);
    }

    @Override
    ServiceSettings common(IngestSettings settings) {
        return settings.service();
    }

    @Override
    Supplier<Health> start(IngestSettings settings, Meters meters, Parts parts, Lifetime lifetime)
            throws InterruptedException {
        KafkaSetup kafka = settings.service().kafka(settings.kafka(), settings.topics());
        IngestConfig config = settings.tuning().config(kafka, settings.fingerprintKeys());
        KubeClients clusters = new KubeClients(CONNECT, config.watching().requestTimeout());
        parts.add(clusters::close);
        Ingest ingest = Ingest.start(
                config,
                meters,
                clusters,
                Clock.systemUTC(),
                new SplittableRandom(),
                failure -> lifetime.fail("ingest", failure));
        parts.add(ingest::close);
        return ingest::check;
    }
}
