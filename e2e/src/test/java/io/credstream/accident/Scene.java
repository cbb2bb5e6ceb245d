package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.e2e.Kafka;
import io.credstream.e2e.Terminal;
import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fleet that has converged, a broker in a process of its own, and two processes of each service: where accidents happen. */
final class Scene implements AutoCloseable {

    /** Within this time all has to be well again. The same change without an accident takes a few seconds, or on a busy machine minutes. */
    static final Duration BOUND = Duration.ofMinutes(5);

    /** Seven JVMs that start at once on busy cores take longer than anything that they do later. */
    private static final Duration START = Duration.ofMinutes(8);

    /** With three brokers there are nine JVMs, which on busy cores take each other for dead sooner. */
    private static final Duration SESSION_OF_MANY = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int INSTANCES = 2;

    private final Path folder;
    private final Brokers brokers;
    private final TestFleet world;
    private final AccidentFleet fleet;
    private final Kafka kafka;
    private final Patches patches;
    private final Readings readings;
    private final Map<Service, List<OtherProcess>> processes = new EnumMap<>(Service.class);
    private Instant from = Instant.now();
    private SortedMap<String, String> before = new TreeMap<>();
    private @Nullable Voices voices;
    private boolean last;

    /** Sets the scene, with one broker. */
    static Scene withOneBroker(Path folder) {
        return new Scene(folder, BrokerProcess.start(folder));
    }

    /** Sets the scene, on brokers that are closed with it. */
    Scene(Path folder, Brokers brokers) {
        this.folder = folder;
        this.brokers = brokers;
        world = new TestFleet(folder, brokers);
        if (brokers.replicas() > 1) {
            world.services().session(SESSION_OF_MANY);
        }
        try {
            fleet = new AccidentFleet(world);
            kafka = new Kafka(world);
            patches = new Patches(world);
            fleet.writeFile(file());
            applyFleet();
            start(Service.values());
            readings = new Readings(world);
            converges(START);
        } catch (AssertionError | RuntimeException e) {
            world.close();
            throw e;
        }
    }

    TestFleet world() {
        return world;
    }

    Topics topics() {
        return world.topics();
    }

    AccidentFleet fleet() {
        return fleet;
    }

    /** The one broker. */
    BrokerProcess broker() {
        return (BrokerProcess) brokers;
    }

    /** The three brokers, of a scene that has so many. */
    ThreeBrokers threeBrokers() {
        return (ThreeBrokers) brokers;
    }

    Kafka kafka() {
        return kafka;
    }

    Patches patches() {
        return patches;
    }

    Readings readings() {
        return readings;
    }

    Path folder() {
        return folder;
    }

    private Path file() {
        return folder.resolve("fleet.yaml");
    }

    /** Says who the members of the fleet are. */
    void applyFleet() {
        mustRun(kafka.withSetup("fleet", "apply", "-f", file().toString(), "--no-check"));
    }

    /** A command as a person would run it. */
    Terminal.Said run(String... command) {
        return new Terminal(world).run(command);
    }

    /** As above, and it has to go well. */
    void mustRun(String... command) {
        Terminal.Said said = run(command);
        assertThat(said.exitCode())
                .as(String.join(" ", command) + ": " + said.text())
                .isZero();
    }

    /** What has been so far does not count: who is patched, and who says what, counts from now on. */
    void begin(Accident accident) {
        before = fleet.written();
        patches.reset();
        readings.reset();
        voices = new Voices(this, accident);
    }

    /** As above, in the course of an accident. */
    void begin() {
        begin(voices().accident());
    }

    /** What is said in the course of an accident. */
    Voices voices() {
        return Objects.requireNonNull(voices);
    }

    /** Says that no other accident may happen on it: processes of this build do not go on with what is in its topics. */
    void isLast() {
        last = true;
    }

    boolean isOver() {
        return last;
    }

    /** To be called while an accident lasts: waits until all is said that is said for so long. */
    void untilSaid() {
        voices().untilSaid();
    }

    /** What was written on each Manifest when it began. */
    SortedMap<String, String> before() {
        return before;
    }

    /** Changes the fleet. How long that takes to arrive counts from now on. */
    void change() {
        fleet.change();
        from = Instant.now();
    }

    /** How long a change takes to arrive counts from now on: nothing stands in its way any more. */
    void nothingIsInTheWay() {
        from = Instant.now();
    }

    Instant from() {
        return from;
    }

    /** The processes of a service that run. */
    List<OtherProcess> processes(Service service) {
        return List.copyOf(Objects.requireNonNullElse(processes.get(service), List.of()));
    }

    List<OtherProcess> processes() {
        return processes.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Starts as many processes of services as there have to be. Comes back when they answer: what they have to say within a time counts
     * from then on, and how long a change takes to arrive from their start.
     */
    void start(Service... services) {
        for (Service service : services) {
            List<OtherProcess> running = processes.computeIfAbsent(service, none -> new ArrayList<>());
            while (running.size() < INSTANCES) {
                running.add(world.services().spawn(service));
            }
        }
        nothingIsInTheWay();
        await("processes that answer")
                .dontCatchUncaughtExceptions()
                .atMost(START)
                .pollInterval(POLL)
                .until(() -> processes().stream()
                        .noneMatch(process -> process.readyz().isEmpty()));
    }

    /** Ends all processes of services in order. */
    void stop(Service... services) {
        for (Service service : services) {
            processes(service).forEach(OtherProcess::interrupt);
        }
        for (Service service : services) {
            processes(service).forEach(OtherProcess::close);
            processes.remove(service);
        }
    }

    /** Ends one in order. */
    void stop(OtherProcess process) {
        process.close();
        processes.values().forEach(running -> running.remove(process));
    }

    /** Ends one at once and without a word. */
    void kill(OtherProcess process) {
        process.kill();
        processes.values().forEach(running -> running.remove(process));
    }

    /** A process that is one of those of the scene from now on. */
    void add(OtherProcess process) {
        processes.computeIfAbsent(process.service(), none -> new ArrayList<>()).add(process);
    }

    /** Waits until the fleet is as it should be, and every process is ready. */
    void converges() {
        converges(BOUND);
    }

    private void converges(Duration bound) {
        await("Manifests as the oracle says")
                .dontCatchUncaughtExceptions()
                .atMost(bound)
                .pollInterval(POLL)
                .ignoreExceptions()
                .untilAsserted(() -> new Converges().verify(world));
        await("all are ready")
                .dontCatchUncaughtExceptions()
                .atMost(bound)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    for (OtherProcess process : processes()) {
                        assertThat(process.isAlive()).as(process + " is alive").isTrue();
                        assertThat(process.readyz().strip())
                                .as(process + " is ready")
                                .isEqualTo("ok");
                    }
                });
    }

    /** Lets time pass. */
    static void pass(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        readings.close();
        world.close();
    }
}
