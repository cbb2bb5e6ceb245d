package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Patch and its refusals, on which rules R12 and R15 stand. */
abstract class PatchContract extends ApiServerContract {

    private String manifest = "";

    @BeforeEach
    void createTheManifest() {
        createManifest("m");
        manifest = manifests() + "/m";
    }

    @Test
    void aGuardedPatchSetsBothSelectorsAndTheAnnotations() {
        var uid = ok(api.get(manifest)).at("/metadata/uid").asText();
        var patched = ok(api.jsonPatch(manifest + "?fieldManager=credstream", """
                [{"op": "test", "path": "/metadata/uid", "value": "%s"},
                 {"op": "test", "path": "/spec/install/source/credSecretSelector", "value": null},
                 {"op": "add", "path": "/spec/install/source/credSecretSelector", "value": {"matchLabels": {"a.b/c": "d"}}},
                 {"op": "add", "path": "/spec/config/credSecretSelector", "value": {"matchLabels": {"a.b/c": "d"}}},
                 {"op": "add", "path": "/metadata/annotations", "value": {"credstream.io/applied": "x"}}]""".formatted(uid)));
        assertThat(patched.at("/spec/install/source/credSecretSelector/matchLabels/a.b~1c")
                        .asText())
                .isEqualTo("d");
        assertThat(patched.at("/spec/config/credSecretSelector/matchLabels/a.b~1c")
                        .asText())
                .isEqualTo("d");
        assertThat(patched.at("/metadata/annotations/credstream.io~1applied").asText())
                .isEqualTo("x");
        assertThat(patched.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(patched.path("metadata").path("managedFields").findValuesAsText("manager"))
                .contains("credstream");
    }

    @Test
    void aFailedTestRefusesAllOfItWithoutCauses() {
        var before = ok(api.get(manifest));
        var status = refused(api.jsonPatch(manifest, """
                        [{"op": "add", "path": "/spec/version", "value": "2.0.0"},
                         {"op": "test", "path": "/metadata/uid", "value": "somebody-else"}]"""), 422, "Invalid");
        assertThat(status.path("details").path("causes").isEmpty()).isTrue();
        assertThat(ok(api.get(manifest))).isEqualTo(before);
    }

    @Test
    void aSchemaViolationIsRefusedWithCauses() {
        var status = refused(api.jsonPatch(manifest, """
                        [{"op": "add", "path": "/spec/config/credSecretSelector", "value": {"matchLabels": {"a": 1}}}]"""), 422, "Invalid");
        assertThat(status.at("/details/causes/0/field").asText())
                .contains("spec.config.credSecretSelector.matchLabels");
        assertThat(status.at("/details/name").asText()).isEqualTo("m");
    }

    @Test
    void aSelectorThatIsNoObjectIsRefusedInTheConfigLayerOnly() {
        var nonsense = "[{\"op\": \"add\", \"path\": \"/spec/%s/credSecretSelector\", \"value\": \"nonsense\"}]";
        refused(api.jsonPatch(manifest, nonsense.formatted("config")), 422, "Invalid");
        ok(api.jsonPatch(manifest, nonsense.formatted("install/source")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op': 'test', 'path': '/spec/absent', 'value': null}",
                "{'op': 'test', 'path': '/spec/version', 'value': '1.0.0'}",
                "{'op': 'test', 'path': '/spec/config', 'value': {'type': 'oci-ref', 'ref': 'sha256:1', 'name': 'a.b/c'}}",
                "{'op': 'add', 'path': '/metadata/finalizers', 'value': []}"
            })
    void changesNothingAndPasses(String operation) {
        var before = ok(api.get(manifest));
        var after = ok(api.jsonPatch(manifest, "[" + operation.replace('\'', '"') + "]"));
        assertThat(version(after)).isEqualTo(version(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op': 'test', 'path': '/spec/absent/child', 'value': null}",
                "{'op': 'test', 'path': '/spec/version', 'value': null}",
                "{'op': 'test', 'path': '/spec/version', 'value': '9'}",
                "{'op': 'test', 'path': '/spec/absent', 'value': 'x'}",
                "{'op': 'add', 'path': '/metadata/annotations/a', 'value': 'x'}",
                "{'op': 'remove', 'path': '/spec/absent'}",
                "{'op': 'replace', 'path': '/spec/absent/child', 'value': 'x'}"
            })
    void doesNotApply(String operation) {
        var before = ok(api.get(manifest));
        refused(api.jsonPatch(manifest, "[" + operation.replace('\'', '"') + "]"), 422, "Invalid");
        assertThat(ok(api.get(manifest))).isEqualTo(before);
    }

    @Test
    void replacesWhatIsAbsentAsIfItWereThere() {
        var patched = ok(api.jsonPatch(manifest, """
                [{"op": "replace", "path": "/spec/install/source/absent", "value": "x"}]"""));
        assertThat(patched.at("/spec/install/source/absent").asText()).isEqualTo("x");
    }

    @Test
    void movesCopiesReplacesAndRemoves() {
        var patched = ok(api.jsonPatch(manifest, """
                [{"op": "replace", "path": "/spec/version", "value": "2.0.0"},
                 {"op": "copy", "from": "/spec/install/source/ref", "path": "/spec/install/source/copied"},
                 {"op": "move", "from": "/spec/install/source/name", "path": "/spec/install/source/moved"},
                 {"op": "add", "path": "/metadata/finalizers", "value": ["x.y/b"]},
                 {"op": "add", "path": "/metadata/finalizers/0", "value": "x.y/a"},
                 {"op": "add", "path": "/metadata/finalizers/-", "value": "x.y/c"},
                 {"op": "remove", "path": "/metadata/finalizers/1"},
                 {"op": "remove", "path": "/spec/config"}]"""));
        assertThat(patched.at("/spec/version").asText()).isEqualTo("2.0.0");
        assertThat(patched.at("/spec/install/source/copied").asText()).isEqualTo("sha256:0");
        assertThat(patched.at("/spec/install/source/moved").asText()).isEqualTo("a.b/c");
        assertThat(patched.at("/spec/install/source").has("name")).isFalse();
        assertThat(patched.at("/spec").has("config")).isFalse();
        assertThat(patched.at("/metadata/finalizers").toString()).isEqualTo("[\"x.y/a\",\"x.y/c\"]");
        ok(api.jsonPatch(manifest, "[{\"op\": \"remove\", \"path\": \"/metadata/finalizers\"}]"));
    }

    @Test
    void aStaleVersionInThePatchIsAConflict() {
        refused(
                api.jsonPatch(
                        manifest, "[{\"op\": \"replace\", \"path\": \"/metadata/resourceVersion\", \"value\": \"1\"}]"),
                409,
                "Conflict");
    }

    @Test
    void aPatchOfWhatIsNotThereIsNotFound() {
        refused(api.jsonPatch(manifests() + "/nobody", "[]"), 404, "NotFound");
    }

    @Test
    void aPatchThatCannotBeReadIsABadRequest() {
        refused(api.jsonPatch(manifest, "{\"op\": \"add\"}"), 400, "BadRequest");
    }

    @Test
    void aMergePatchMergesAndRemoves() {
        var patched =
                ok(api.mergePatch(manifest, "{\"spec\": {\"version\": null, \"config\": {\"ref\": \"sha256:2\"}}}"));
        assertThat(patched.at("/spec").has("version")).isFalse();
        assertThat(patched.at("/spec/config/ref").asText()).isEqualTo("sha256:2");
        assertThat(patched.at("/spec/config/name").asText()).isEqualTo("a.b/c");
    }

    @Test
    void anUnknownKindOfPatchIsRefused() {
        assertThat(api.send("PATCH", manifest, "application/strategic-merge-patch+json", "{}")
                        .status())
                .isEqualTo(415);
    }
}
