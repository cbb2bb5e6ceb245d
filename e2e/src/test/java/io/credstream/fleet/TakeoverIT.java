package io.credstream.fleet;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Members;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three machines with an instance of each service one dies. A change that comes right after passes through the shares of the
 * dead: each service's time is that from the death to its own effect on all control planes, those before it included.
 */
@Tag("fleet")
class TakeoverIT {

    private static final int MACHINES = 3;
    private static final int ROUNDS = 3;
    private static final Duration SESSION = Duration.ofSeconds(15);
    private static final Duration BOUND = SESSION.multipliedBy(12).dividedBy(10);

    @TempDir
    Path folder;

    private TestFleet world;
    private final Deque<List<OtherProcess>> machines = new ArrayDeque<>();

    @BeforeEach
    void setTheScene() {
        world = new TestFleet(folder);
        world.services().session(SESSION);
        for (String controlPlane : ChangingFleet.CONTROL_PLANES) {
            world.apply(controlPlane, Yaml.manifest(CONTROL_PLANE_NAMESPACE, "k", "m", false));
            world.controlPlane(controlPlane);
        }
        select("at-first");
        for (int i = 0; i < MACHINES; i++) {
            addAMachine();
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theShareOfTheDeadIsMissedForAtMostTwelveTenthsOfASession() {
        Map<Service, List<Duration>> times = new EnumMap<>(Service.class);
        for (int round = 1; round <= ROUNDS; round++) {
            // Given
            awaitSettled();
            // When
            Instant death = Instant.now();
            machines.removeFirst().forEach(OtherProcess::kill);
            String selector = "after-death-" + round;
            select(selector);
            // Then
            await().atMost(Guarantee.SOON).pollInterval(Duration.ofMillis(20)).until(() -> areWritten(selector));
            Duration written = Duration.between(death, Instant.now());
            add(times, Service.INGEST, since(death, selector, world.topics().templates()));
            add(times, Service.PROCESSOR, since(death, selector, world.topics().manifestUpdates()));
            add(times, Service.SINK, written);
            System.out.println("round " + round + " of a session of " + SESSION + ": " + times);
            addAMachine();
        }
        for (Service service : Service.values()) {
            assertThat(median(times.getOrDefault(service, List.of())))
                    .as("%s: median of %s", service, times.get(service))
                    .isLessThanOrEqualTo(BOUND);
        }
        awaitSettled();
    }

    private void addAMachine() {
        machines.addLast(
                Arrays.stream(Service.values()).map(world.services()::spawn).toList());
    }

    private void awaitSettled() {
        for (Service service : Service.values()) {
            new Members(world, service).await(MACHINES);
        }
        world.services().awaitReady();
        new Converges().holdsSoon(world);
    }

    /** The module is to be pulled with other credentials, on every control plane. */
    private void select(String selector) {
        for (String controlPlane : ChangingFleet.CONTROL_PLANES) {
            world.apply(
                    controlPlane,
                    Yaml.template(CONTROL_PLANE_NAMESPACE, "m", Yaml.label(selector), Yaml.label(selector)));
        }
    }

    private boolean areWritten(String selector) {
        return ChangingFleet.CONTROL_PLANES.stream()
                .allMatch(controlPlane -> world.user(controlPlane)
                        .get(ResourceKind.MANIFESTS, CONTROL_PLANE_NAMESPACE, "k-m")
                        .orElseThrow()
                        .at("/spec/install/source")
                        .toString()
                        .contains(selector));
    }

    /** When the brokers had the first record with the selector from every control plane. */
    private <V extends Record> Duration since(Instant death, String selector, Topic<V> topic) {
        List<TopicRecord<V>> log = world.contents().log(topic);
        Instant last = ChangingFleet.CONTROL_PLANES.stream()
                .map(controlPlane -> first(
                        log,
                        value -> value.key().startsWith(controlPlane + "/")
                                && value.value().toString().contains(selector)))
                .max(Instant::compareTo)
                .orElseThrow();
        return Duration.between(death, last);
    }

    private static <V extends Record> Instant first(List<TopicRecord<V>> log, Predicate<TopicRecord.Value<V>> wanted) {
        for (TopicRecord<V> record : log) {
            if (record instanceof TopicRecord.Value<V> value && wanted.test(value)) {
                return value.time();
            }
        }
        throw new AssertionError("no such record");
    }

    private static void add(Map<Service, List<Duration>> times, Service service, Duration time) {
        times.computeIfAbsent(service, first -> new ArrayList<>()).add(time);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
