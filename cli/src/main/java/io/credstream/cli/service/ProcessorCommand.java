package io.credstream.cli.service;

import io.credstream.cli.log.Brokers;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.util.function.Supplier;
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
    ServiceSettings common(ProcessorSettings settings) {
        return settings.service();
    }

    @Override
    Supplier<Health> start(ProcessorSettings settings, Meters meters, Parts parts, Lifetime lifetime)
            throws IOException, InterruptedException {
        KafkaClients kafka = Brokers.patient(settings.kafka());
        StateFolder folder = StateFolder.of(settings.stateDir());
        parts.add(folder);
        ProcessorConfig config = ProcessorConfig.defaults(
                        kafka, settings.kafka().topicPrefix(), folder.path())
                .withTopicSetup(settings.topics().setup())
                .withSessionTimeout(settings.service().sessionTimeout());
        Processor processor = Processor.start(
                settings.skip().apply(settings.tuning().apply(config)),
                meters,
                failure -> lifetime.fail("processor", failure));
        parts.add(processor::close);
        return processor::check;
    }
}
