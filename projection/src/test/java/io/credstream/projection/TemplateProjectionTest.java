package io.credstream.projection;

import static io.credstream.projection.Given.CONTROL_PLANE;
import static io.credstream.projection.Given.RUNTIME;
import static io.credstream.projection.Given.observed;
import static io.credstream.projection.Given.templateWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector.Labelled;
import io.credstream.model.LayerSelector.Unlabelled;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R1, R2, R4, R5 and R6; what is malformed is in {@link BrokenDescriptorTest} and {@link SelectorLabelTest}. */
class TemplateProjectionTest {
    private static final Labelled TEST_OPERATOR =
            new Labelled(LabelSelector.of(Map.of("operator.kyma-project.io/oci-registry-cred", "test-operator")));

    private static final String V2 = """
            meta: {schemaVersion: v2}
            component:
              name: example.org/module
              version: 1.2.3
              repositoryContexts:
                - {type: OCIRegistry, baseUrl: old.example.org}
                - {type: OCIRegistry, baseUrl: registry.example.org/modules}
              resources:
                - name: raw-manifest
                  access: {type: localBlob}
                  labels:
                    - name: oci-registry-cred
                      value: {operator.kyma-project.io/oci-registry-cred: test-operator}
                - name: config
                  access: {type: localOciBlob}
            """;

    @Test
    void readsTheLayoutV2() {
        Template template = templateWith(V2);

        assertThat(template.problem()).isNull();
        assertThat(template.component()).isEqualTo("example.org/module");
        assertThat(template.componentVersion()).isEqualTo("1.2.3");
        assertThat(template.repository())
                .isEqualTo("registry.example.org/modules/component-descriptors/example.org/module");
        assertThat(template.layers())
                .containsExactly(
                        new TemplateLayer(Layer.INSTALL, TEST_OPERATOR),
                        new TemplateLayer(Layer.CONFIG, new Unlabelled()));
    }

    @Test
    void readsTheLayoutV3alpha1() {
        Template template = templateWith("""
                apiVersion: ocm.software/v3alpha1
                kind: ComponentVersion
                metadata: {name: example.org/module, version: 1.2.3}
                repositoryContexts:
                  - {type: OCIRegistry, baseUrl: registry.example.org}
                spec:
                  resources:
                    - name: raw-manifest
                      access: {type: localBlob/v1}
                      labels:
                        - name: oci-registry-cred
                          value: {operator.kyma-project.io/oci-registry-cred: test-operator}
                """);

        assertThat(template.component()).isEqualTo("example.org/module");
        assertThat(template.componentVersion()).isEqualTo("1.2.3");
        assertThat(template.repository()).isEqualTo("registry.example.org/component-descriptors/example.org/module");
        assertThat(template.layers()).containsExactly(new TemplateLayer(Layer.INSTALL, TEST_OPERATOR));
    }

    @Test
    void readsAStringOfYamlLikeAnObject() {
        Template asObject = templateWith(V2);
        Template asYaml = templateWith("|\n" + V2.indent(2) + "\n\n");

        assertThat(asYaml).usingRecursiveComparison().ignoringFields("refusals").isEqualTo(asObject);
    }

    @Test
    void readsAStringOfJsonLikeAnObject() {
        Template asObject = templateWith(V2);
        Template asJson = templateWith("|\n" + Given.yaml(V2).toPrettyString().indent(2));

        assertThat(asJson).usingRecursiveComparison().ignoringFields("refusals").isEqualTo(asObject);
    }

    @Test
    void inheritsNoLabelFromTheComponentOrAnotherLayer() {
        Template template = templateWith("""
                component:
                  name: example.org/module
                  labels: [{name: oci-registry-cred, value: {a: b}}]
                  resources:
                    - {name: config, access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: b}}]}
                    - {name: raw-manifest, access: {type: localBlob}}
                """);

        assertThat(template.layers()).contains(new TemplateLayer(Layer.INSTALL, new Unlabelled()));
    }

    @Test
    void takesTheFirstLabelOfTheName() {
        Template template = Given.templateWithLabels("""
                - {name: other, value: {x: y}}
                - {name: oci-registry-cred, value: {a: first}}
                - {name: oci-registry-cred, value: {a: second}}
                """);

        assertThat(template.layers())
                .containsExactly(
                        new TemplateLayer(Layer.INSTALL, new Labelled(LabelSelector.of(Map.of("a", "first")))));
    }

    @Test
    void skipsResourcesWithoutABlobAndKeepsTheRest() {
        Template template = templateWith("""
                component:
                  name: example.org/module
                  resources:
                    - {name: config, access: {type: ociArtifact}}
                    - {name: config, access: {type: ociRegistry}}
                    - {name: config, access: {type: fromTheFuture/v9}}
                    - {name: config}
                    - null
                    - 7
                    - {name: raw-manifest, access: {type: localOciBlob/v1}}
                    - {name: default-cr, access: {type: localBlob}}
                """);

        assertThat(template.problem()).isNull();
        assertThat(template.layers()).extracting(TemplateLayer::layer).containsExactly(Layer.INSTALL);
    }

    @Test
    void takesTheLastOfSeveralResourcesOfOneName() {
        Template template = templateWith("""
                component:
                  name: example.org/module
                  resources:
                    - {name: config, access: {type: ociArtifact}, labels: [{name: oci-registry-cred, value: {a: none}}]}
                    - {name: config, access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: first}}]}
                    - {name: config, access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: second}}]}
                """);

        assertThat(template.layers())
                .containsExactly(
                        new TemplateLayer(Layer.CONFIG, new Labelled(LabelSelector.of(Map.of("a", "second")))));
    }

    @Test
    void fallsBackToTheVersionOfTheSpecAndThenOfTheAnnotation() {
        String template = """
                metadata:
                  {name: t, namespace: kcp-system, annotations: {operator.kyma-project.io/module-version: 1.0.0-annotated}}
                spec:
                  %s
                  descriptor: {component: {name: example.org/module, version: null}}
                """;

        assertThat(template(template.formatted("version: 2.0.0-spec")).componentVersion())
                .isEqualTo("2.0.0-spec");
        assertThat(template(template.formatted("version: ''")).componentVersion())
                .isEqualTo("1.0.0-annotated");
    }

    @Test
    void namesAModuleByItsSpecThenItsLabelThenAMandatoryOneByItsOwnName() {
        String template = """
                metadata: {name: its-own, namespace: kcp-system, labels: {%s}}
                spec: {mandatory: %s, moduleName: %s, channel: fast, descriptor: {component: {name: example.org/module}}}
                """;
        String label = "operator.kyma-project.io/module-name: its-label";

        assertThat(template(template.formatted(label, true, "its-spec")).moduleName())
                .isEqualTo("its-spec");
        assertThat(template(template.formatted(label, true, "''")).moduleName()).isEqualTo("its-label");
        assertThat(template(template.formatted("", true, "null")).moduleName()).isEqualTo("its-own");
        assertThat(template(template.formatted("", false, "null")).moduleName()).isNull();
    }

    @Test
    void ignoresCopiesOfTheCatalogOnRuntimes() {
        String copy = """
                metadata: {name: t, namespace: kyma-system, labels: {operator.kyma-project.io/managed-by: kyma}}
                """;
        String applied = """
                metadata: {name: t, namespace: kyma-system, managedFields: [{manager: kubectl}, {manager: catalog-sync}]}
                """;
        String own = """
                metadata: {name: t, namespace: kyma-system, managedFields: [{manager: kubectl}]}
                """;

        assertThat(exclusions(RUNTIME, copy)).containsExactly(new Exclusion.CatalogCopy());
        assertThat(exclusions(RUNTIME, applied)).containsExactly(new Exclusion.CatalogCopy());
        assertThat(exclusions(RUNTIME, own)).isEmpty();
        assertThat(exclusions(CONTROL_PLANE, copy)).isEmpty();
    }

    private static List<Exclusion> exclusions(Cluster cluster, String yaml) {
        return Exclusion.of(Kind.MODULE_TEMPLATE, observed(cluster, yaml), SecretSelector.DEFAULT);
    }

    private static Template template(String yaml) {
        return Projections.template(observed(CONTROL_PLANE, yaml)).orElseThrow();
    }
}
