package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.accident.Accident.Where;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Topics that are deleted and made anew, while the services live and while they are stopped. */
final class TopicAccidents {

    /** Those for which the short form has time. */
    private static final Set<String> BRIEF = Set.of(
            "cluster-status-replaced",
            "inventory-replaced",
            "bindings-replaced",
            "orders-replaced",
            "manifest-updates-replaced",
            "apply-reports-replaced",
            "dead-letters-replaced",
            "clusters-replaced",
            "credentials-replaced",
            "templates-replaced",
            "manifests-replaced",
            "apply-reports-replaced-stopped",
            "all-deleted");

    private static final String NO_FLEET = "^FIX +Topic \\S+clusters: is empty, though clusters have been watched";
    private static final String TOLD_AGAIN = "^credstream_observations_total\\{.*again";
    private static final String STATE_LOST = "^credstream_partitions_read_again_total\\{.*state_lost";
    private static final Duration A_WHILE = Duration.ofSeconds(4);
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    private TopicAccidents() {}

    /** Those that happen while the services run. */
    static List<Accident> live() {
        List<Accident> live = new ArrayList<>();
        TOPICS.all().forEach(topic -> live.add(said(live(nameOf(topic)), topic)));
        live.add(Accident.of("inputs-replaced", scene -> {
                    scene.kafka().replace(inputs());
                    scene.change();
                })
                .saying(Where.LOG, "a stream thread is replaced", Service.PROCESSOR)
                .saying(Where.COUNTER, TOLD_AGAIN, Service.INGEST));
        live.add(Accident.of("all-deleted", TopicAccidents::allDeleted)
                .repeating(AccidentFleet.concerned())
                .lasting(Where.DOCTOR, NO_FLEET)
                .saying(Where.LOG, "A topic is another one than before", Service.INGEST)
                .saying(Where.LOG, "a stream thread is replaced", Service.PROCESSOR));
        live.add(Accident.of("changelogs-deleted", scene -> {
                    scene.kafka().delete(scene.kafka().changelogs());
                    scene.change();
                })
                .saying(Where.LOG, "Changelogs were missing", Service.PROCESSOR)
                .saying(Where.COUNTER, STATE_LOST, Service.PROCESSOR));
        return brief(live);
    }

    /** Those that happen while the services are stopped. */
    static List<Accident> stopped() {
        List<Accident> stopped = new ArrayList<>();
        TOPICS.all().forEach(topic -> {
            Accident accident = stopped(nameOf(topic), List.of(topic));
            Accident told =
                    inputs().contains(topic) ? accident.saying(Where.COUNTER, TOLD_AGAIN, Service.INGEST) : accident;
            stopped.add(topic.equals(TOPICS.clusters()) ? told.lasting(Where.DOCTOR, NO_FLEET) : told);
        });
        stopped.add(stopped("inputs", inputs()).saying(Where.COUNTER, TOLD_AGAIN, Service.INGEST));
        stopped.add(stopped("all", everyTopic())
                .saying(Where.COUNTER, "^credstream_partitions_read_again_total", Service.PROCESSOR));
        stopped.add(Accident.of("changelogs-deleted-stopped", scene -> changelogs(scene, List.of()))
                .saying(Where.COUNTER, STATE_LOST, Service.PROCESSOR));
        stopped.add(Accident.of("changelogs-and-inputs-deleted-stopped", scene -> changelogs(scene, inputs())));
        return brief(stopped.stream().map(Accident::withRestart).toList());
    }

    /**
     * Whoever reads a topic, or has told it something, says that it is another one. A decision that was written, and whose report the
     * processor had not read when what it says was lost, is told again; the guard of its patch refuses it then.
     */
    private static Accident said(Accident accident, Topic<?> topic) {
        Accident said = accident.saying(
                Where.LOG, "A topic is another one than before.*" + topic.name() + "\"", Service.INGEST);
        if (!List.of(TOPICS.inventory(), TOPICS.deadLetters()).contains(topic)) {
            said = said.saying(Where.LOG, "a stream thread is replaced", Service.PROCESSOR);
        }
        if (inputs().contains(topic)) {
            said = said.saying(Where.COUNTER, TOLD_AGAIN, Service.INGEST);
        }
        if (List.of(TOPICS.clusterStatus(), TOPICS.credentials(), TOPICS.templates())
                .contains(topic)) {
            said = said.saying(Where.LOG, "all that are known are written again", Service.INGEST);
        }
        if (List.of(TOPICS.bindings(), TOPICS.manifestUpdates()).contains(topic)) {
            said = said.repeating(AccidentFleet.concerned());
        }
        if (topic.equals(TOPICS.inventory())) {
            said = said.saying(Where.LOG, "The inventory's topic lacks entries", Service.INGEST);
        }
        return topic.equals(TOPICS.clusters()) ? said.lasting(Where.DOCTOR, NO_FLEET) : said;
    }

    private static List<Accident> brief(List<Accident> accidents) {
        return accidents.stream()
                .map(accident -> BRIEF.contains(accident.name()) ? accident.inShort() : accident)
                .toList();
    }

    private static String nameOf(Topic<?> topic) {
        return topic.name().substring(Topics.DEFAULT_PREFIX.length());
    }

    private static List<Topic<?>> inputs() {
        return List.of(TOPICS.credentials(), TOPICS.templates(), TOPICS.manifests());
    }

    /** But the one that says who is in the fleet, which only a person can say again. */
    private static List<Topic<?>> everyTopic() {
        return TOPICS.all().stream()
                .filter(topic -> !topic.equals(TOPICS.clusters()))
                .toList();
    }

    private static Accident live(String name) {
        return Accident.of(
                name + "-replaced",
                switch (name) {
                    case "clusters" -> TopicAccidents::clusters;
                    case "orders" -> TopicAccidents::orders;
                    case "pins" -> TopicAccidents::pins;
                    default ->
                        scene -> {
                            scene.kafka().replace(List.of(topic(name)));
                            scene.change();
                        };
                });
    }

    private static Accident stopped(String name, List<Topic<?>> topics) {
        return Accident.of(name + "-replaced-stopped", scene -> {
            scene.stop(Service.values());
            scene.kafka().replace(topics);
            scene.change();
            scene.untilSaid();
            scene.start(Service.values());
            if (topics.contains(TOPICS.clusters())) {
                nothingIsWithdrawn(scene);
                scene.applyFleet();
                scene.nothingIsInTheWay();
            }
        });
    }

    private static void changelogs(Scene scene, List<Topic<?>> topics) {
        scene.stop(Service.values());
        scene.kafka().delete(scene.kafka().changelogs());
        if (!topics.isEmpty()) {
            scene.kafka().replace(topics);
        }
        scene.change();
        scene.untilSaid();
        scene.start(Service.values());
    }

    private static Topic<?> topic(String name) {
        return TOPICS.all().stream()
                .filter(topic -> topic.name().equals(Topics.DEFAULT_PREFIX + name))
                .findFirst()
                .orElseThrow();
    }

    /** Who is in the fleet is said by a person. */
    private static void clusters(Scene scene) {
        scene.kafka().replace(List.of(TOPICS.clusters()));
        nothingIsWithdrawn(scene);
        scene.untilSaid();
        scene.applyFleet();
        scene.change();
    }

    private static void nothingIsWithdrawn(Scene scene) {
        var before = scene.fleet().written();
        Scene.pass(A_WHILE);
        assertThat(scene.fleet().written()).as("Manifests").isEqualTo(before);
    }

    /** Nobody makes them anew but the services. */
    private static void allDeleted(Scene scene) {
        scene.kafka().delete(TOPICS.all().stream().map(Topic::name).toList());
        scene.change();
        await("topics").atMost(Guarantee.SOON).until(() -> scene.kafka().exist(TOPICS.all()));
        scene.untilSaid();
        scene.applyFleet();
        scene.nothingIsInTheWay();
    }

    /** What is paused stays paused. */
    private static void orders(Scene scene) {
        scene.mustRun("pause", "--cluster", AccidentFleet.SECOND, "--reason", "an accident is to come");
        scene.kafka().replace(List.of(TOPICS.orders()));
        scene.change();
        int first = AccidentFleet.concerned(AccidentFleet.FIRST);
        await("the change of what is not paused")
                .atMost(Scene.BOUND)
                .until(() -> scene.patches().manifests(AccidentFleet.FIRST) == first);
        Scene.pass(A_WHILE);
        assertThat(scene.patches().manifests(AccidentFleet.SECOND))
                .as("Manifests that were written although they are paused")
                .isZero();
        scene.untilSaid();
        scene.mustRun("resume", "--cluster", AccidentFleet.SECOND, "--lost", "--reason", "it is over");
        scene.nothingIsInTheWay();
    }

    /** What is pinned stays pinned. */
    private static void pins(Scene scene) {
        Pinned pinned = Pinned.on(scene);
        scene.begin();
        scene.kafka().replace(List.of(TOPICS.pins()));
        scene.change();
        await("the change of what is not pinned")
                .atMost(Scene.BOUND)
                .until(() -> scene.patches().manifests() >= AccidentFleet.concerned() - 1);
        Scene.pass(A_WHILE);
        pinned.verify(scene);
        scene.untilSaid();
        Pinned.releaseLost(scene);
        scene.nothingIsInTheWay();
    }
}
