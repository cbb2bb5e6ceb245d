package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.accident.Accident.Where;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TopicsEqualClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Offsets of groups that are moved past a change, and groups that are deleted. */
final class GroupAccidents {

    private GroupAccidents() {}

    static List<Accident> all() {
        List<Accident> all = new ArrayList<>();
        for (Service service : Service.values()) {
            String name = service.name().toLowerCase(Locale.ROOT);
            all.add(said(Accident.of(name + "-group-past-a-change", scene -> pastAChange(scene, service)), service)
                    .withRestart()
                    .inShort());
            all.add(Accident.of(name + "-group-deleted", scene -> deleted(scene, service))
                    .withRestart());
        }
        return all;
    }

    /** Ingest does not rely on its offsets, and nobody looks at them. */
    private static Accident said(Accident accident, Service service) {
        return switch (service) {
            case INGEST -> accident;
            case PROCESSOR ->
                accident.lasting(
                                Where.DOCTOR,
                                "^FIX +Consumer group \\S+processor: has offsets of \\S+ that its service did not")
                        .saying(Where.COUNTER, "^credstream_partitions_read_again_total\\{.*not_ours", service);
            case SINK ->
                accident.lasting(
                                Where.DOCTOR,
                                "^FIX +Consumer group \\S+sink: has offsets of \\S+ that its service did not")
                        .saying(Where.LOG, "The committed offset of a partition cannot be trusted", service);
        };
    }

    private static void pastAChange(Scene scene, Service service) {
        scene.stop(service);
        scene.change();
        awaitWaiting(scene, service);
        scene.kafka().skipToEnd(service);
        scene.untilSaid();
        scene.start(service);
    }

    private static void deleted(Scene scene, Service service) {
        scene.stop(service);
        scene.change();
        awaitWaiting(scene, service);
        scene.kafka().deleteGroup(service);
        scene.untilSaid();
        scene.start(service);
    }

    /** Waits until the change is in the topics that the service reads. */
    private static void awaitWaiting(Scene scene, Service service) {
        await("a change that waits for " + service).atMost(Guarantee.SOON).untilAsserted(() -> {
            switch (service) {
                case INGEST -> {
                    // It waits at the clusters.
                }
                case PROCESSOR -> new TopicsEqualClusters().verify(scene.world());
                case SINK ->
                    assertThat(scene.world()
                                    .contents()
                                    .latest(scene.topics().manifestUpdates())
                                    .records())
                            .hasSize(AccidentFleet.concerned());
            }
        });
    }
}
