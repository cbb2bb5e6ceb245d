package io.credstream.hostile;

import com.sun.net.httpserver.HttpServer;
import io.credstream.cli.Logs;
import io.credstream.cli.settings.LogLevel;
import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.ingest.watch.Budgets;
import io.credstream.ingest.watch.WatchSettings;
import io.credstream.kube.Backoff;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The three services in a process of their own, wired as {@code up} wires them, with a test's patience. */
final class AttackedServices {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(400));
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration WATCHDOG = Duration.ofSeconds(4);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private AttackedServices() {}

    /**
     * Runs until the process is killed, or a service fails, as the commands do.
     *
     * @param arguments brokers, partitions, the folder of the state, the file of fingerprint keys, the port of {@code /readyz},
     *     whether budgets are those of an installation
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Logs(LogLevel.DEBUG, LogLevel.WARN).apply();
        TopicSetup topics = new TopicSetup(Integer.parseInt(arguments[1]), 1, Duration.ofDays(1));
        KafkaSetup kafka = KafkaSetup.of(KafkaClients.of(arguments[0]), topics).withSessionTimeout(SESSION);
        Consumer<Throwable> failed = failure -> {
            System.err.println("A service failed: " + failure);
            Runtime.getRuntime().halt(1);
        };
        SplittableRandom random = new SplittableRandom(12);
        Ingest ingest = Ingest.start(
                new IngestConfig(
                        kafka,
                        Path.of(arguments[3]),
                        Duration.ofSeconds(1),
                        WatchSettings.DEFAULTS
                                .withBudgets(budgets(Boolean.parseBoolean(arguments[5])))
                                .withBackoff(QUICK)
                                .withRequestTimeout(TIMEOUT)
                                .withWatchdog(WATCHDOG)),
                Meters.unseen(),
                new KubeClients(TIMEOUT, TIMEOUT),
                Clock.systemUTC(),
                random.split(),
                failed);
        Processor processor = Processor.start(
                ProcessorConfig.of(kafka, Path.of(arguments[2])).withRetries(retries()), Meters.unseen(), failed);
        LaneSettings lanes = LaneSettings.DEFAULTS;
        Sink sink = Sink.start(
                SinkConfig.of(kafka)
                        .withLanes(new LaneSettings(
                                lanes.patchesPerSecond(), lanes.maxInFlight(), lanes.breakerThreshold(), QUICK, QUICK))
                        .withTimeouts(TIMEOUT, TIMEOUT),
                Meters.unseen(),
                Clock.systemUTC(),
                random.split());
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                failed.accept(failure);
            }
        });
        serve(
                Integer.parseInt(arguments[4]),
                () -> ingest.check().and(processor.check()).and(sink.check()));
        Thread.currentThread().join();
    }

    /** Those of an installation, or smaller ones, which are used up in a test's time. */
    private static Budgets budgets(boolean real) {
        return real
                ? Budgets.DEFAULTS
                : Budgets.DEFAULTS.withPageBytes(12 << 20).withObjects(2_000).withRuntimes(500);
    }

    private static RetryPolicy retries() {
        RetryPolicy defaults = RetryPolicy.DEFAULT;
        return new RetryPolicy(
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                defaults.rounds(),
                defaults.window(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }

    private interface Checked {
        Health check();
    }

    private static void serve(int port, Checked services) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/readyz", exchange -> {
            Health health = services.check();
            byte[] body = (health.live() ? "" : "dead; ")
                    .concat(String.join("; ", health.reasons()))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(health.live() && health.ready() ? 200 : 503, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
    }
}
