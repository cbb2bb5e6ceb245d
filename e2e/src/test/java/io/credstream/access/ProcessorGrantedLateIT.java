package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each right that the processor has, missing at first: the processor has work for all of its rights, is not ready, and says why.
 * Once the right is granted, the same process does all of that work, and is ready.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ProcessorGrantedLateIT {

    private static final String CLUSTER = "kcp-eu";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final String NAMESPACE = TestFleet.CONTROL_PLANE_NAMESPACE;

    @TempDir
    static Path folder;

    private TestFleet world;
    private GuardedBroker broker;
    private Topics topics;
    private int cases;

    @BeforeAll
    void aControlPlaneThatIsWatchedAndHasBeenDecidedAbout() throws IOException {
        broker = GuardedBroker.start();
        world = new TestFleet(folder, broker);
        topics = world.topics();
        world.controlPlane(CLUSTER);
        world.services().start(Service.INGEST);
        world.apply(CLUSTER, Yaml.secret(NAMESPACE, "registry", "eu", Yaml.REGISTRY, "not-a-password"));
        change("before");
        try (Underway processor = Underway.start(command())) {
            processor.awaitReady();
            awaitWork("before", 0);
        }
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Right> ofEachKind() {
        return Right.ofEachKind("processor").stream();
    }

    static Stream<Right> others() {
        return Right.of("processor").stream().filter(right -> ofEachKind().noneMatch(right::equals));
    }

    @ParameterizedTest
    @MethodSource("ofEachKind")
    void aRightThatIsGrantedLaterIsEnough(Right right) throws IOException {
        isGrantedLater(right);
    }

    @Tag("fleet") // for its time alone
    @ParameterizedTest
    @MethodSource("others")
    void soAreAllOthers(Right right) throws IOException {
        isGrantedLater(right);
    }

    private void isGrantedLater(Right right) throws IOException {
        // Given
        String module = "m" + ++cases;
        if (right.operation() == AclOperation.CREATE) {
            forgetTheState();
        }
        int letters = deadLetters();
        broker.revoke(right);
        change(module);
        try (Underway processor = Underway.start(command())) {
            // Then
            processor.awaitNotReady(right.refusal());
            assertThat(processor.isLive()).isTrue();
            // When
            broker.grant(List.of(right));
            // Then
            processor.awaitReady();
            awaitWork(module, letters);
        } finally {
            broker.grant(List.of(right));
        }
    }

    /** Something for every right: to bind, to decide, and what cannot be read. */
    private void change(String module) {
        world.apply(CLUSTER, Yaml.template(NAMESPACE, module, Yaml.label("eu"), null));
        world.apply(CLUSTER, Yaml.manifest(NAMESPACE, "kyma", module, false));
        String key = CLUSTER + "/x/" + module;
        world.send(
                new ProducerRecord<>(topics.credentials().name(), 0, key, "garbage".getBytes(StandardCharsets.UTF_8)));
    }

    private void awaitWork(String module, int letters) {
        await().dontCatchUncaughtExceptions()
                .atMost(Guarantee.SOON)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    assertThat(world.contents().values(topics.bindings()))
                            .anyMatch(binding -> binding.template().name().equals(module + "-regular"));
                    assertThat(world.contents().values(topics.manifestUpdates()))
                            .anyMatch(update -> update.manifest().name().equals("kyma-" + module));
                    assertThat(deadLetters()).isGreaterThan(letters);
                });
    }

    private int deadLetters() {
        return world.contents().values(topics.deadLetters()).size();
    }

    private void forgetTheState() {
        try (Admin admin = broker.clients().admin()) {
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(Topics.DEFAULT_PREFIX + "processor-"))
                    .toList();
            admin.deleteTopics(changelogs).all().get();
            admin.deleteConsumerGroups(List.of(Topics.DEFAULT_PREFIX + "processor"))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(
                List.of("processor", "--history-window", "1d", "--session-timeout", Underway.LONG_SESSION));
        command.addAll(broker.options("processor", folder));
        return command;
    }
}
