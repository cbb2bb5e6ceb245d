package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.TopicsEqualClusters;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real objects of lifecycle-manager, from the folder that {@code credstream.samples} names: {@code moduletemplates},
 * {@code manifests} and {@code secrets}. Run by the profile {@code samples}.
 */
@Tag("samples")
class SamplesIT {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String LABELLED = "mt-v1beta2-cred-label-1.3.10.yaml";
    private static final String SECRET = "secrets/secret-dockerconfigjson-labelled-1.3.10.yaml";
    private static final String SELECTOR =
            "{\"matchLabels\":{\"operator.kyma-project.io/oci-registry-cred\":\"operator-regcred\"}}";

    private final Path samples =
            Path.of(Objects.requireNonNull(System.getProperty("credstream.samples"), "-Dcredstream.samples=folder"));

    @TempDir
    Path folder;

    private TestFleet world;

    @BeforeEach
    void start() {
        world = new TestFleet(folder);
        world.services().waitingPatiently();
        world.controlPlane("kcp");
        world.services().startAll(1);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theLabelledTemplateGivesSelectorsForBothLayersAndTheStateFollowsTheSecret() {
        // When
        ObjectNode template = read("moduletemplates/" + LABELLED);
        world.user("kcp").apply(template);
        world.user("kcp").apply(manifestOf(template));
        world.user("kcp").apply(read(SECRET));
        // Then
        awaitState("NoMatch");
        assertThat(manifest().at("/spec/install/source/credSecretSelector").toString())
                .isEqualTo(SELECTOR);
        assertThat(manifest().at("/spec/config/credSecretSelector").toString()).isEqualTo(SELECTOR);
        assertThat(boundLayers()).hasSize(2).allSatisfy(layer -> {
            assertThat(layer.state()).isEqualTo(BindingState.NO_MATCH);
            assertThat(layer.selector())
                    .isEqualTo(new LayerSelector.Labelled(LabelSelector.of(Map.of(Yaml.SELECTOR, "operator-regcred"))));
        });
        // When the label is the one that is selected, and the namespace one that is allowed
        ObjectNode secret = read(SECRET);
        secret.withObject("/metadata").put("namespace", CONTROL_PLANE_NAMESPACE);
        secret.withObject("/metadata/labels").put(Yaml.SELECTOR, "operator-regcred");
        world.user("kcp").apply(secret);
        // Then its registry is another
        awaitState("NotCovered");
        assertThat(manifest().at("/metadata/annotations").has(ManifestAnnotations.REVISION))
                .isFalse();
    }

    @Test
    void templatesWithoutALabelLeadToNoPatch() {
        List<String> others = files("moduletemplates").stream()
                .filter(name -> !name.equals(LABELLED))
                .toList();
        assertThat(others).isNotEmpty();
        // When each is on a control plane of its own, for they are called alike
        for (String name : others) {
            String cluster = "kcp-" + others.indexOf(name);
            ObjectNode template = read("moduletemplates/" + name);
            world.controlPlane(cluster);
            world.user(cluster).apply(template);
            world.user(cluster).apply(manifestOf(template));
        }
        // Then each is understood, and belongs to its Manifest, and nothing is written
        new TopicsEqualClusters().holdsSoon(world);
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(world.contents()
                                .latest(world.topics().bindings())
                                .records()
                                .values())
                        .filteredOn(record -> record.value().basis() == null)
                        .hasSize(others.size())
                        .allSatisfy(record -> {
                            assertThat(record.value().component()).isNotNull();
                            assertThat(record.value().state()).isEqualTo(BindingState.UNLABELLED);
                        }));
        assertNothingIsWritten();
    }

    @Test
    void manifestsOfTheLegacyLayoutAreLeftAlone() {
        ObjectNode template = read("moduletemplates/" + LABELLED);
        world.user("kcp").apply(template);
        List<String> legacy = files("manifests").stream()
                .filter(name -> name.contains("legacy"))
                .toList();
        assertThat(legacy).hasSize(2);
        for (String name : legacy) {
            ObjectNode manifest = read("manifests/" + name);
            // As an API server shows it that stores v1beta2.
            manifest.put("apiVersion", "operator.kyma-project.io/v1beta2");
            manifest.withObject("/metadata").put("name", "legacy-" + legacy.indexOf(name));
            world.user("kcp").apply(manifest);
        }
        new TopicsEqualClusters().holdsSoon(world);
        assertThat(world.contents().latest(world.topics().manifests()).records())
                .hasSize(2);
        assertNothingIsWritten();
    }

    /** Waits for something that is written after it. */
    private void assertNothingIsWritten() {
        world.apply("kcp", Yaml.template(CONTROL_PLANE_NAMESPACE, "last", Yaml.label("last"), null));
        world.apply("kcp", Yaml.manifest(CONTROL_PLANE_NAMESPACE, "a", "last", false));
        await().atMost(Guarantee.SOON)
                .until(() -> world.cluster("kcp").requests().of("patch", ResourceKind.MANIFESTS) == 1);
        assertThat(world.contents().values(world.topics().manifestUpdates())).hasSize(1);
    }

    private List<BoundLayer> boundLayers() {
        return world.contents().latest(world.topics().bindings()).records().values().stream()
                .flatMap(record -> record.value().layers().stream())
                .toList();
    }

    /** What lifecycle-manager makes of a template. */
    private static ObjectNode manifestOf(ObjectNode template) {
        JsonNode descriptor = template.at("/spec/descriptor");
        JsonNode component = descriptor.has("component") ? descriptor.path("component") : descriptor.path("metadata");
        ObjectNode manifest = parse(Yaml.manifest(CONTROL_PLANE_NAMESPACE, "sample", "module", false));
        manifest.withObject("/metadata/annotations")
                .put("operator.kyma-project.io/fqdn", component.path("name").asText());
        manifest.withObject("/spec").put("version", component.path("version").asText());
        return manifest;
    }

    private void awaitState(String state) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(manifest()
                                .at("/metadata/annotations")
                                .path(ManifestAnnotations.STATE)
                                .asText())
                        .isEqualTo(state));
    }

    private JsonNode manifest() {
        return world.user("kcp")
                .get(ResourceKind.MANIFESTS, CONTROL_PLANE_NAMESPACE, "sample-module")
                .orElseThrow();
    }

    private List<String> files(String sort) {
        try (Stream<Path> files = Files.list(samples.resolve(sort))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode read(String file) {
        try {
            return parse(Files.readString(samples.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parse(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
