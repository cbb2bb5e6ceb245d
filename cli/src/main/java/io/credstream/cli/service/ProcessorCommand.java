package io.credstream.cli.service;

import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.topics.KafkaSetup;
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
        KafkaSetup kafka = settings.service().kafka(settings.kafka(), settings.topics());
        StateFolder folder = StateFolder.of(settings.stateDir());
        parts.add(folder);
        Processor processor = Processor.start(
                settings.skip().apply(settings.tuning().apply(ProcessorConfig.of(kafka, folder.path()))),
                meters,
                failure -> lifetime.fail("processor", failure));
        parts.add(processor::close);
        return processor::check;
    }
}
