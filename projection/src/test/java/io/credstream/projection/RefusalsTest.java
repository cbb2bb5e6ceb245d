package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Refusal;
import io.credstream.model.Refusal.Reader;
import io.credstream.model.Template;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lifecycle-manager makes of a whole descriptor. */
class RefusalsTest {
    private static final String V2 = """
            {meta: {schemaVersion: v2}, component: {name: example.org/m, version: 1.0.0, provider: p, %s}}
            """;

    /** With a context, without which it looks at no resource. */
    private static final String PULLED =
            "repositoryContexts: [{type: OCIRegistry, baseUrl: r.io}], resources: [{name: raw-manifest, %s}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: []",
                "resources: null, labels: null, sources: null",
                "sources: [{name: s, version: 1.0.0, type: git, access: {type: gitHub, commit: a}}]",
                "componentReferences: [{name: r, version: 1.0.0, componentName: example.org/r}]",
                "creationTime: '2025-01-31T12:00:00Z'",
                "labels: [{name: a, value: {any: [1, true]}, version: v1, signing: true}]",
                "somethingNew: 7",
                // Of a scalar the decoder makes a string, in fields that a type declares itself.
                "provider: 7, resources: [{name: a, type: 1.0, relation: true, digest: {value: 1}}]",
                "resources: [{srcRefs: [{identitySelector: {a: 1}, labels: [{name: 1, version: 2}]}]}]",
                // Without a context nothing of a resource is looked at but its form.
                "resources: [{name: a, access: {type: helm}, labels: [{name: oci-registry-cred, value: no}]}]",
                "repositoryContexts: [{type: unknown}, {type: oci, baseUrl: r.io}]",
                "repositoryContexts: [{type: OCIRegistry, baseUrl: r.io, componentNameMapping: other}]",
            })
    void decodes(String component) {
        assertThat(refusals(V2.formatted(component))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access: {type: localBlob, localReference: 'sha256:a', mediaType: application/x-tar}",
                "access: {type: localOciBlob/v1, digest: 'sha256:a'}",
                "access: {type: ociArtifact, imageReference: r.io/a}, labels: [{name: oci-registry-cred, value: ignored}]",
                "access: {type: ociRegistry/v1}",
                "access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: b}}, {name: oci-registry-cred, value: 7}]",
                "access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {}}]",
                "access: {type: localBlob}, labels: [{name: oci-registry-cred, value: null}]",
                "access: {type: localBlob}, labels: [{name: other, value: 7}]",
                "access: {type: localBlob}, extraIdentity: {a: b}, relation: local, digest: {hashAlgorithm: a, value: b}",
            })
    void makesALayerOrNone(String resource) {
        assertThat(refusals(V2.formatted(PULLED.formatted(resource)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                                | spec.descriptor is empty
            null                                                                              | spec.descriptor is empty
            '{"meta": {"schemaVersion": "v2"}}'                                               | spec.descriptor is a string
            []                                                                                | spec.descriptor is a list
            {component: {name: a}}                                                            | spec.descriptor.meta.schemaVersion is missing
            {meta: {}, component: {name: a}}                                                  | spec.descriptor.meta.schemaVersion is missing
            {meta: {schemaVersion: v3}, component: {name: a}}                                 | spec.descriptor.meta.schemaVersion is a schema that it does not know
            {meta: {schemaVersion: []}, component: {name: a}}                                 | spec.descriptor.meta.schemaVersion is a list
            {meta: {schemaVersion: v2}, apiVersion: ocm.software/v3alpha1}                    | spec.descriptor.apiVersion stands beside meta.schemaVersion
            {metadata: {name: a}, spec: {}}                                                   | spec.descriptor.apiVersion is missing
            {apiVersion: ocm.software/v3, kind: ComponentVersion, metadata: {name: a}}        | spec.descriptor.apiVersion is a schema that it does not know
            {apiVersion: ocm.software/v3alpha1, metadata: {name: a}}                          | spec.descriptor.kind is not that of a descriptor
            {apiVersion: ocm.software/v3alpha1, kind: componentversion, metadata: {name: a}}  | spec.descriptor.kind is not that of a descriptor
            """)
    void hasToSayItsSchema(String descriptor, String refused) {
        assertThat(refusals(descriptor).getFirst().describe()).startsWith(refused + "; ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: {}                                                     | version is an object
            provider: {name: p}                                             | provider is an object
            creationTime: yesterday                                         | creationTime is a string of another form
            version: 1.0                                                    | version is a number
            name: true                                                      | name is a boolean
            Name: []                                                        | name is a list
            resources: [{version: 1.0}]                                     | resources[0].version is a number
            resources: [{labels: [{name: a, version: 1}]}]                  | resources[0].labels[0].version is a number
            resources: [{extraIdentity: {a: 1}}]                            | resources[0].extraIdentity is a number
            labels: {a: b}                                                  | labels is an object
            labels: [{name: a, signing: 'true'}]                            | labels[0].signing is a string of another form
            resources: {}                                                   | resources is an object
            resources: [7]                                                  | resources[0] is a number
            resources: [{}, {access: localBlob}]                            | resources[1].access is a string of another form
            resources: [{access: {type: []}}]                               | resources[0].access.type is a list
            resources: [{labels: [{merge: x}]}]                             | resources[0].labels[0].merge is a string of another form
            resources: [{srcRefs: [{identitySelector: {a: [b]}}]}]          | resources[0].srcRefs[0].identitySelector is a list
            sources: [{name: s, version: {}}]                               | sources[0].version is an object
            componentReferences: [{componentName: []}]                      | componentReferences[0].componentName is a list
            repositoryContexts: [{type: ociRegistry/v1, baseUrl: r.io}]     | repositoryContexts[0].type is not an OCI registry to it
            repositoryContexts: [{type: OCIRegistry, baseUrl: {}}]          | repositoryContexts[0].baseUrl is an object
            repositoryContexts: [r.io]                                      | repositoryContexts[0] is a string of another form
            """)
    void decodesAllOfIt(String component, String refused) {
        assertThat(refusals(V2.formatted(component)))
                .anySatisfy(refusal ->
                        assertThat(refusal.describe()).startsWith("spec.descriptor.component." + refused + "; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: 1.0.0                                                                  | DESCRIPTOR | access.type is missing
            access: null                                                                    | DESCRIPTOR | access.type is missing
            access: {type: helm}                                                            | DESCRIPTOR | access.type is an access that it does not know
            access: {type: localBlob/v2}                                                    | DESCRIPTOR | access.type is an access that it does not know
            access: {type: localBlob, localReference: 7}                                    | DESCRIPTOR | access.localReference is a number
            access: {type: localOciBlob, digest: [a]}                                       | DESCRIPTOR | access.digest is a list
            access: {type: localBlob}, labels: [{name: oci-registry-cred, value: x}]        | LABEL | labels[0].value is a string
            access: {type: localBlob}, labels: [{name: oci-registry-cred}]                  | LABEL | labels[0].value is missing
            access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: 1}}]   | LABEL | labels[0].value has a value that is not a string
            access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {matchLabels: {a: b}}}] | LABEL | labels[0].value is a LabelSelector
            """)
    void makesLayersOfAllResources(String resource, Reader reader, String refused) {
        List<Refusal> refusals = refusals(V2.formatted(PULLED.formatted(resource)));

        assertThat(refusals).hasSize(1).allSatisfy(refusal -> {
            assertThat(refusal.reader()).isEqualTo(reader);
            assertThat(refusal.describe()).startsWith("spec.descriptor.component.resources[0]." + refused + "; ");
        });
        assertThat(refusals("""
                        {apiVersion: ocm.software/v3alpha1, kind: ComponentVersion, metadata: {name: example.org/m, version: 1.0.0,
                        provider: {name: p}}, repositoryContexts: [{type: OCIRegistry, baseUrl: r.io}],
                        spec: {resources: [{name: config, %s}]}}
                        """.formatted(resource)))
                .extracting(Refusal::describe)
                .allSatisfy(
                        described -> assertThat(described).startsWith("spec.descriptor.spec.resources[0]." + refused));
    }

    @Test
    void knowsMappingsOnlyWhereSomethingIsPulled() {
        String contexts = "repositoryContexts: [{type: OCIRegistry, baseUrl: r.io, componentNameMapping: other}], ";

        assertThat(refusals(V2.formatted(contexts + "resources: [{access: {type: localBlob}}]")))
                .extracting(Refusal::field)
                .containsExactly("spec.descriptor.component.repositoryContexts[0].componentNameMapping");
        assertThat(refusals(V2.formatted(contexts + "resources: [{access: {type: ociArtifact}}]")))
                .isEmpty();
    }

    @Test
    void namesTheFirstPlacesOnlyAndEachOnce() {
        List<Refusal> refusals = refusals(V2.formatted("repositoryContexts: [{type: 7}], resources: ["
                + "{access: {type: 7}, name: [], labels: 7},".repeat(50) + "]"));

        assertThat(refusals).hasSize(Template.MAX_REFUSALS);
        assertThat(refusals).extracting(Refusal::field).doesNotHaveDuplicates();
    }

    @Test
    void quotesNothing() {
        String hostile = "can\\u001b[31mary";
        List<Refusal> refusals = refusals(V2.formatted(PULLED.formatted("""
                "%1$s": 1, access: {type: "%1$s"}, extraIdentity: {"%1$s": []}, version: ["%1$s"],
                labels: [{name: oci-registry-cred, value: {"%1$s": []}}]""".formatted(hostile))));

        assertThat(refusals).hasSizeGreaterThan(2);
        assertThat(refusals.toString()).doesNotContain("ary").doesNotContain("\u001b");
    }

    private static List<Refusal> refusals(String descriptor) {
        return Refusals.of(Given.yaml(descriptor));
    }
}
