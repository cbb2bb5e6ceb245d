package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Version;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each right that the sink has, missing at first: the sink has work for all of its rights, is not ready, and says why. Once the right is
 * granted, the same process does all of that work, and is ready.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GrantedLateIT {

    private static final String CLUSTER = "kcp-eu";
    private static final String NAMESPACE = TestFleet.CONTROL_PLANE_NAMESPACE;
    private static final String SELECTOR = "{\"matchLabels\":{\"a\":\"b\"}}";

    @TempDir
    static Path folder;

    private TestFleet world;
    private GuardedBroker broker;
    private Topics topics;
    private int cases;

    @BeforeAll
    void aControlPlaneWithAFuse() {
        broker = GuardedBroker.start();
        world = new TestFleet(folder, broker);
        topics = world.topics();
        world.join(world.controlPlane(CLUSTER).withFuse(1));
        Order ofThePast =
                new Order(new Order.Target.OfModule("x"), new Order.Action.Drive(), "operator", "test", Instant.EPOCH);
        topics.orders()
                .records(ofThePast.key(), ofThePast, TestFleet.PARTITIONS)
                .forEach(world::send);
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Right> rightsOfTheSink() {
        return Right.of("sink").stream();
    }

    @ParameterizedTest
    @MethodSource("rightsOfTheSink")
    void aRightThatIsGrantedLaterIsEnough(Right right) throws IOException {
        // Given
        String name = "m" + ++cases;
        int letters = deadLetters();
        broker.revoke(right);
        try (Underway sink = Underway.start(command())) {
            // When there is work for every right
            ManifestUpdate update = decide(name, new Cause.Coordinates("templates", 0, cases));
            Cause large = new Cause.Coordinates("credentials", 0, cases);
            decide(name + "-a", large);
            decide(name + "-b", large);
            String garbage = CLUSTER + "/x/" + name;
            world.send(new ProducerRecord<>(
                    topics.manifestUpdates().name(),
                    topics.manifestUpdates().partition(garbage, TestFleet.PARTITIONS),
                    garbage,
                    "garbage".getBytes(StandardCharsets.UTF_8)));
            // Then
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(sink.readiness()).containsAnyOf("does not allow", "refuses us"));
            assertThat(sink.isLive()).isTrue();
            // When
            broker.grant(List.of(right));
            // Then
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(sink.readiness()).isEqualTo("ok"));
            await().atMost(Guarantee.SOON).untilAsserted(() -> {
                assertThat(world.contents().values(topics.applyReports()))
                        .anyMatch(report -> says(report, update, Result.APPLIED));
                assertThat(world.contents().values(topics.orders()))
                        .anyMatch(order -> order.target().equals(new Order.Target.OfChange(CLUSTER, large)));
                assertThat(deadLetters()).isGreaterThan(letters);
            });
        } finally {
            broker.grant(List.of(right));
        }
    }

    private int deadLetters() {
        return world.contents().values(topics.deadLetters()).size();
    }

    private static boolean says(ApplyReport report, ManifestUpdate update, Result result) {
        return report.manifest().equals(update.manifest()) && report.result() == result;
    }

    /** As a processor does that has seen the Manifest. */
    private ManifestUpdate decide(String name, Cause change) {
        world.apply(CLUSTER, Yaml.manifest(NAMESPACE, name, "m", false));
        var manifest = world.user(CLUSTER).list(ResourceKind.MANIFESTS).stream()
                .filter(object -> object.at("/metadata/name").asText().contains(name))
                .findFirst()
                .orElseThrow();
        ManifestUpdate update = new ManifestUpdate(
                new ObjectRef(CLUSTER, NAMESPACE, manifest.at("/metadata/name").asText()),
                manifest.at("/metadata/uid").asText(),
                new Version(1, manifest.at("/metadata/resourceVersion").asText()),
                manifest.at("/metadata").has("annotations"),
                List.of(new LayerEdit(Layer.INSTALL, null, SELECTOR)),
                ManifestAnnotations.NONE,
                new ManifestAnnotations("install=0123456789abcdef", null, "NoMatch", change.describe()),
                BindingState.NO_MATCH,
                1,
                change);
        world.send(topics.manifestUpdates().record(update.manifest().key(), update, TestFleet.PARTITIONS));
        return update;
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(List.of("sink", "--history-window", "1d", "--session-timeout", Underway.LONG_SESSION));
        command.addAll(broker.options("sink", folder));
        return command;
    }
}
