package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.ingest.watch.WatchSettings;
import io.credstream.kube.Backoff;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.KafkaSetup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Starts instances of the services, wired as the products' own mains wire them, and with a test's patience. */
public final class Services implements AutoCloseable {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Whoever is dead shall be known to be in a test's time; brokers allow no less. */
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(6);

    private final TestFleet world;
    private final List<Instance> running = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private int started;
    private RetryPolicy retries = new RetryPolicy(
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            RetryPolicy.DEFAULT.rounds(),
            RetryPolicy.DEFAULT.window(),
            RetryPolicy.DEFAULT.firstHold(),
            RetryPolicy.DEFAULT.longestHold());
    private UnaryOperator<ProcessorConfig> tuning = config -> config;
    private Duration watchLifetime = WatchSettings.DEFAULTS.lifetime();
    private Duration session = SHORTEST_SESSION;

    Services(TestFleet world) {
        this.world = world;
    }

    /** How long an instance may be unheard of before the others take its share over. */
    public Duration session() {
        return session;
    }

    /** Instances that are started from now on may be unheard of for another time. */
    public void session(Duration timeout) {
        session = timeout;
    }

    /** Processors that are started from now on never take somebody who keeps overwriting for a fight (R17). */
    public void neverGivingWay() {
        remembering(Integer.MAX_VALUE, retries.window());
    }

    /**
     * Processors that are started from now on wait for reports and observations as long as in production: for tests that count requests.
     * Otherwise they send again what on a busy machine has only not been written, or seen, within the seconds that a test has for it.
     */
    public void waitingPatiently() {
        retries = new RetryPolicy(
                RetryPolicy.DEFAULT.first(),
                RetryPolicy.DEFAULT.longest(),
                RetryPolicy.DEFAULT.observation(),
                retries.rounds(),
                retries.window(),
                retries.firstHold(),
                retries.longestHold());
    }

    /** Processors that are started from now on soon forget what they did. */
    public void forgetting(Duration soon) {
        remembering(retries.rounds(), soon);
        tuning = config -> config.withEvaluation(soon);
    }

    /** Ingests that are started from now on ask for watches that last this long, or up to twice as long. */
    public void renewingWatchesAfter(Duration lifetime) {
        watchLifetime = lifetime;
    }

    private void remembering(int rounds, Duration window) {
        retries = new RetryPolicy(
                retries.first(),
                retries.longest(),
                retries.observation(),
                rounds,
                window,
                retries.firstHold(),
                retries.longestHold());
    }

    /** One more instance in this process. */
    public Instance start(Service service) {
        started++;
        try {
            Instance instance = switch (service) {
                case INGEST -> startIngest();
                case PROCESSOR -> startProcessor();
                case SINK -> startSink();
            };
            running.add(instance);
            return instance;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Instances of every service, which are ready when this returns. */
    public void startAll(int instances) {
        for (int i = 0; i < instances; i++) {
            for (Service service : Service.values()) {
                start(service);
            }
        }
        awaitReady();
    }

    /** One more instance, in a process of its own that can be killed. */
    public OtherProcess spawn(Service service) {
        started++;
        OtherProcess process = OtherProcess.start(world, service, started);
        running.add(process);
        return process;
    }

    /** As above, with other options of its JVM than the usual ones. */
    public OtherProcess spawn(Service service, List<String> virtualMachine) {
        started++;
        OtherProcess process = OtherProcess.start(world, service, started, virtualMachine);
        running.add(process);
        return process;
    }

    /** As above, of the next release. */
    public OtherProcess spawn(Service service, NextBuild next) {
        started++;
        OtherProcess process = OtherProcess.start(next, world, service, started);
        running.add(process);
        return process;
    }

    /** Ends every instance in order. */
    public void stopAll() {
        List.copyOf(running).forEach(Instance::close);
    }

    public List<Instance> running() {
        return List.copyOf(running);
    }

    public List<Instance> running(Service service) {
        return running.stream()
                .filter(instance -> instance.service() == service)
                .toList();
    }

    /** Waits until every instance is ready. */
    public void awaitReady() {
        await().atMost(Guarantee.SOON).untilAsserted(() -> assertThat(running).allMatch(Instance::isReady));
    }

    /** What ended a service for good. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    private Instance startIngest() throws InterruptedException {
        KubeClients clients = new KubeClients(TIMEOUT, TIMEOUT);
        WatchSettings watching = WatchSettings.DEFAULTS
                .withBackoff(QUICK)
                .withRequestTimeout(TIMEOUT)
                .withLifetime(watchLifetime)
                .withPageSize(3);
        IngestConfig config =
                IngestConfig.of(setup(Service.INGEST), world.keyFile()).withWatching(watching);
        Ingest ingest = Ingest.start(
                config, Meters.unseen(), clients, Clock.systemUTC(), new SplittableRandom(started), failures::add);
        return new InProcess(Service.INGEST, () -> ingest.check().ready(), () -> {
            ingest.close();
            clients.close();
        });
    }

    private Instance startProcessor() throws InterruptedException {
        ProcessorConfig config = ProcessorConfig.of(
                        setup(Service.PROCESSOR), world.folder().resolve("state-" + started))
                .withRetries(retries);
        Processor processor = Processor.start(tuning.apply(config), Meters.unseen(), failures::add);
        return new InProcess(Service.PROCESSOR, () -> processor.check().ready(), processor::close);
    }

    private Instance startSink() throws InterruptedException {
        LaneSettings defaults = LaneSettings.DEFAULTS;
        SinkConfig config = SinkConfig.of(setup(Service.SINK))
                .withLanes(new LaneSettings(500, defaults.maxInFlight(), defaults.breakerThreshold(), QUICK, QUICK))
                .withTimeouts(TIMEOUT, TIMEOUT);
        Sink sink = Sink.start(config, Meters.unseen(), Clock.systemUTC(), new SplittableRandom(started));
        var unused = sink.ended().whenComplete((ended, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
        return new InProcess(Service.SINK, () -> sink.check().ready(), sink::close);
    }

    private KafkaSetup setup(Service service) {
        return KafkaSetup.of(world.kafka(service), world.setup()).withSessionTimeout(session);
    }

    void ended(Instance instance) {
        running.remove(instance);
    }

    /** Ends everything, whatever state it is in: what runs elsewhere at once, for it may be asleep. */
    @Override
    public void close() {
        for (Instance instance : running()) {
            if (instance instanceof OtherProcess process) {
                process.kill();
            }
        }
        stopAll();
    }

    private final class InProcess implements Instance {

        private final Service service;
        private final BooleanSupplier ready;
        private final Runnable stop;

        private InProcess(Service service, BooleanSupplier ready, Runnable stop) {
            this.service = service;
            this.ready = ready;
            this.stop = stop;
        }

        @Override
        public Service service() {
            return service;
        }

        @Override
        public boolean isReady() {
            return ready.getAsBoolean();
        }

        @Override
        public void close() {
            stop.run();
            ended(this);
        }

        @Override
        public String toString() {
            return service.toString();
        }
    }
}
