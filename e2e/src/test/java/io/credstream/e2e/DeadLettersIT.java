package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.DeadLetter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API servers say makes no sense, and nothing stops; garbage in topics is {@link GarbageIT}. */
class DeadLettersIT {

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;

    @BeforeEach
    void aSettledFleet() {
        world = new TestFleet(folder);
        play = Play.on(world);
        world.services().startAll(1);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anObjectThatMakesNoSenseHarmsNoOther() {
        // When
        world.apply("kcp-eu", Yaml.template(CONTROL_PLANE_NAMESPACE, "nonsense", "[1, {a: b}]", "\"text\""));
        world.user("kcp-eu").apply("""
                        apiVersion: operator.kyma-project.io/v1beta2
                        kind: ModuleTemplate
                        metadata: {name: broken, namespace: kcp-system}
                        spec: {descriptor: "{ this is: [no descriptor"}
                        """);
        world.user("kcp-eu").apply("""
                        apiVersion: operator.kyma-project.io/v1beta2
                        kind: Manifest
                        metadata: {name: broken, namespace: kcp-system}
                        spec: {version: "", install: {source: {credSecretSelector: [text]}}, config: {credSecretSelector: {}}}
                        """);
        world.apply("kcp-eu", Yaml.manifest(CONTROL_PLANE_NAMESPACE, "a", "nonsense", false));
        play.changeEverything();
        // Then
        new Converges().holdsSoon(world);
        assertThat(deadLetters()).isEmpty();
    }

    private List<DeadLetter> deadLetters() {
        return world.contents().values(world.topics().deadLetters());
    }
}
