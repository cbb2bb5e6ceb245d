package io.credstream.demo;

import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services in one process, wired as each is on its own. */
public final class Pipeline implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final KubeClients clients;
    private final Ingest ingest;
    private final Processor processor;
    private final @Nullable Sink sink;

    private Pipeline(KubeClients clients, Ingest ingest, Processor processor, @Nullable Sink sink) {
        this.clients = clients;
        this.ingest = ingest;
        this.processor = processor;
        this.sink = sink;
    }

    /** Starts the services as they are unless told otherwise. */
    public static Pipeline startWithDefaults(
            KafkaSetup kafka, Path fingerprintKeys, Path state, Meters meters, Consumer<Throwable> onFailure)
            throws InterruptedException {
        return start(
                IngestConfig.of(kafka, fingerprintKeys),
                ProcessorConfig.of(kafka, state),
                SinkConfig.of(kafka),
                meters,
                onFailure);
    }

    /**
     * Starts the services.
     *
     * @param sink absent where nothing is to be written
     * @param meters what all of them measure
     * @param onFailure told if a service fails for good; the process should then end
     */
    public static Pipeline start(
            IngestConfig ingest,
            ProcessorConfig processor,
            @Nullable SinkConfig sink,
            Meters meters,
            Consumer<Throwable> onFailure)
            throws InterruptedException {
        Clock clock = Clock.systemUTC();
        SplittableRandom random = new SplittableRandom();
        KubeClients clients = new KubeClients(CONNECT_TIMEOUT, REQUEST_TIMEOUT);
        List<Runnable> opened = new ArrayList<>(List.of(clients::close));
        try {
            Ingest ingesting = Ingest.start(ingest, meters, clients, clock, random.split(), onFailure);
            opened.addFirst(ingesting::close);
            Processor processing = Processor.start(processor, meters, onFailure);
            opened.addFirst(processing::close);
            Sink writing = sink == null ? null : write(Sink.start(sink, meters, clock, random.split()), onFailure);
            return new Pipeline(clients, ingesting, processing, writing);
        } catch (RuntimeException | InterruptedException e) {
            opened.forEach(Runnable::run);
            throw e;
        }
    }

    private static Sink write(Sink sink, Consumer<Throwable> onFailure) {
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                onFailure.accept(failure);
            }
        });
        return sink;
    }

    /** As well as the worst of them. */
    public Health check() {
        return ingest.check().and(processor.check()).and(sink == null ? Health.FINE : sink.check());
    }

    /** Ends within seconds. */
    @Override
    public void close() {
        ingest.close();
        processor.close();
        if (sink != null) {
            sink.close();
        }
        clients.close();
    }
}
