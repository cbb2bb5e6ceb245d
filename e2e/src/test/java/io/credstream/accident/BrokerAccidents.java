package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.accident.Accident.Where;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker that is gone, has no room left, or is an older one than it was. */
final class BrokerAccidents {

    /** Within this time whoever makes no progress says so. */
    private static final Duration SAYS_WITHIN = Duration.ofMinutes(4);

    private static final String NOBODY = "No Kafka broker listens at";
    private static final Duration LONG = Duration.ofSeconds(70);
    private static final Duration LISTS_FAIL_FOR = Duration.ofSeconds(12);

    private BrokerAccidents() {}

    static List<Accident> all() {
        return List.of(
                withoutBroker(Accident.of("broker-gone", scene -> gone(scene, Duration.ZERO)))
                        .inShort(),
                withoutBroker(Accident.of("broker-gone-for-70s", scene -> gone(scene, LONG))),
                withoutBroker(Accident.of("start-without-a-broker", BrokerAccidents::startWithout))
                        .lasting(Where.READINESS, NOBODY, Service.values())
                        .withRestart()
                        .inShort(),
                withoutBroker(Accident.of("broker-disk-full", BrokerAccidents::diskFull)),
                nobodyReady(Accident.of("two-of-three-brokers-gone", BrokerAccidents::twoOfThreeGone))
                        .lasting(Where.DOCTOR, "^FIX ")
                        .lasting(Where.CLUSTERS, ".")
                        .onThreeBrokers(),
                Accident.of("older-log", BrokerAccidents::olderLog).withRestart());
    }

    private static Accident withoutBroker(Accident accident) {
        return nobodyReady(accident)
                .lasting(Where.DOCTOR, "^FIX +Kafka: " + NOBODY)
                .lasting(Where.CLUSTERS, NOBODY);
    }

    private static Accident nobodyReady(Accident accident) {
        return accident.lasting(Where.METRICS, "^credstream_ready\\S* 0\\.0$", Service.values());
    }

    /** Until every process says so, and at least for a time; a change waits meanwhile. */
    private static void gone(Scene scene, Duration atLeast) {
        scene.broker().kill();
        scene.change();
        nobodyIsReady(scene);
        Scene.pass(atLeast);
        nobodyIsReady(scene);
        scene.untilSaid();
        scene.broker().start();
        scene.nothingIsInTheWay();
    }

    private static void startWithout(Scene scene) {
        scene.stop(Service.values());
        scene.broker().kill();
        scene.start(Service.values());
        scene.change();
        await("what says that it waits")
                .atMost(SAYS_WITHIN)
                .untilAsserted(() -> assertThat(scene.processes())
                        .allSatisfy(process -> assertThat(process.readyz())
                                .as(process.toString())
                                .isNotEmpty()));
        nobodyIsReady(scene);
        scene.untilSaid();
        scene.broker().start();
        scene.nothingIsInTheWay();
    }

    private static void nobodyIsReady(Scene scene) {
        await("nobody is ready")
                .atMost(SAYS_WITHIN)
                .untilAsserted(() -> assertThat(scene.processes()).allSatisfy(process -> {
                    assertThat(process.isAlive()).as(process + " is alive").isTrue();
                    assertThat(process.isReady()).as(process + " is ready").isFalse();
                }));
    }

    /** Two go, and with them the majority; a change waits until they are back. */
    private static void twoOfThreeGone(Scene scene) {
        scene.threeBrokers().killTwo();
        scene.change();
        nobodyIsReady(scene);
        scene.untilSaid();
        scene.threeBrokers().startTwo();
        scene.nothingIsInTheWay();
    }

    /** A broker that cannot write ends; somebody makes room, and it is started again. */
    private static void diskFull(Scene scene) {
        scene.broker().fillDisk();
        scene.change();
        await("the broker ends")
                .atMost(Guarantee.SOON)
                .until(() -> !scene.broker().isAlive());
        nobodyIsReady(scene);
        scene.untilSaid();
        scene.broker().start();
        scene.nothingIsInTheWay();
    }

    /**
     * The log from before a change, on a fleet in which it has arrived; too old for the API servers to go on from. At the start templates
     * cannot be listed: what the log knows of them is older than what is on the Manifests, and nobody may act on it.
     */
    private static void olderLog(Scene scene) {
        Path copy = scene.folder().resolve("copy-" + System.nanoTime());
        scene.broker().backUp(copy);
        scene.change();
        scene.converges();
        scene.stop(Service.values());
        scene.broker().kill();
        scene.broker().restore(copy);
        scene.begin();
        List<Faults.Injection> faults = new ArrayList<>();
        for (String id : scene.world().members().keySet()) {
            scene.world().cluster(id).compact();
            faults.add(scene.world()
                    .cluster(id)
                    .faults()
                    .inject(
                            new Fault.Answer(503),
                            request -> request.is("list", ResourceKind.MODULE_TEMPLATES),
                            Faults.ALWAYS));
        }
        scene.broker().start();
        scene.start(Service.values());
        await("lists that fail").atMost(Scene.BOUND).until(() -> faults.stream().allMatch(fault -> fault.hits() > 0));
        Scene.pass(LISTS_FAIL_FOR);
        assertThat(scene.patches().requests()).as("Manifests that were patched").isEmpty();
        faults.forEach(Faults.Injection::close);
        scene.converges();
        assertThat(scene.patches().requests()).as("Manifests that were patched").isEmpty();
        scene.change();
    }
}
