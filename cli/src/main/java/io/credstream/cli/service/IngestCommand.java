package io.credstream.cli.service;

import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.LogSettings;
import io.credstream.ingest.IngestConfig;
import io.credstream.topics.KafkaClients;
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

    public IngestCommand() {
        super("ingest", IngestSettings.class);
    }

    @Override
    LogSettings log(IngestSettings settings) {
        return settings.log();
    }

    @Override
    Part start(IngestSettings settings, Lifetime lifetime) throws InterruptedException {
        KafkaClients kafka = Brokers.patient(settings.kafka());
        IngestConfig config = IngestConfig.of(kafka, settings.fingerprintKeys())
                .withTopicPrefix(settings.kafka().topicPrefix())
                .withTopicSetup(settings.topics().setup())
                .withSessionTimeout(settings.sessionTimeout());
        return Services.ingest(settings.tuning().apply(config), lifetime);
    }
}
