package io.credstream.cli.service;

import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.kube.KubeClients;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;

/** Starts services that tell a {@link Lifetime} when they fail. */
final class Services {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Services() {}

    static Part ingest(IngestConfig config, Lifetime lifetime) throws InterruptedException {
        KubeClients clients = new KubeClients(CONNECT, config.watching().requestTimeout());
        try {
            Ingest ingest = Ingest.start(
                    config,
                    clients,
                    Clock.systemUTC(),
                    new SplittableRandom(),
                    failure -> lifetime.fail("ingest", failure));
            return () -> {
                ingest.close();
                clients.close();
            };
        } catch (RuntimeException | InterruptedException e) {
            clients.close();
            throw e;
        }
    }

    static Part processor(ProcessorConfig config, Lifetime lifetime) throws InterruptedException {
        return Processor.start(config, failure -> lifetime.fail("processor", failure))::close;
    }

    static Part sink(SinkConfig config, Lifetime lifetime) throws InterruptedException {
        Sink sink = Sink.start(config, Clock.systemUTC(), new Random());
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                lifetime.fail("sink", failure);
            }
        });
        return sink::close;
    }
}
