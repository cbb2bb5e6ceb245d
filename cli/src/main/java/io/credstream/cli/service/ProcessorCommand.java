package io.credstream.cli.service;

import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.LogSettings;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code credstream processor}. */
@Command(
        name = "processor",
        header = "Joins module templates to credentials and decides about Manifests; runs until it is stopped.",
        description = "Several share the partitions out among themselves.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream processor --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream processor --config processor.yaml --processor-threads 4"
        })
public final class ProcessorCommand extends Service<ProcessorSettings> {

    public ProcessorCommand() {
        super("processor", ProcessorSettings.class);
    }

    @Override
    LogSettings log(ProcessorSettings settings) {
        return settings.log();
    }

    @Override
    Part start(ProcessorSettings settings, Lifetime lifetime) throws IOException, InterruptedException {
        KafkaClients kafka = Brokers.patient(settings.kafka());
        StateFolder folder = StateFolder.of(settings.stateDir());
        ProcessorConfig config = ProcessorConfig.defaults(
                        kafka, settings.kafka().topicPrefix(), folder.path())
                .withTopicSetup(settings.topics().setup());
        Processor processor =
                Processor.start(settings.tuning().apply(config), failure -> lifetime.fail("processor", failure));
        return () -> {
            processor.close();
            folder.close();
        };
    }
}
