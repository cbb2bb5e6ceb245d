package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Objects and what a server keeps of them: identity, versions, generations, finalizers, managers. */
abstract class WriteContract extends ApiServerContract {

    @Test
    void aNewObjectGetsItsIdentity() {
        var created = createManifest("m");
        assertThat(created.at("/metadata/uid").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(created.at("/metadata/creationTimestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(created.at("/metadata/namespace").asText()).isEqualTo(namespace);
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(ok(api.get(manifests() + "/m"))).isEqualTo(created);
    }

    @Test
    void anObjectThatIsThereCannotBeCreatedAgain() {
        createSecret("a", "");
        refused(
                api.post(secrets(), "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}}"),
                409,
                "AlreadyExists");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var status = refused(api.get(secrets() + "/nobody"), 404, "NotFound");
        assertThat(status.at("/details/name").asText()).isEqualTo("nobody");
        refused(api.delete(secrets() + "/nobody"), 404, "NotFound");
        refused(
                api.put(
                        secrets() + "/nobody",
                        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"nobody\"}}"),
                404,
                "NotFound");
    }

    @Test
    void aNamespaceThatIsNotThereTakesNothing() {
        refused(api.post("/api/v1/namespaces/nowhere/secrets", "{\"metadata\": {\"name\": \"a\"}}"), 404, "NotFound");
    }

    @Test
    void aKindThatIsNotInstalledIsAnUnknownPath() {
        var answer = api.get("/apis/operator.kyma-project.io/v1beta2/namespaces/" + namespace + "/nonsense");
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void labelsHaveASyntax() {
        var status = refused(api.post(secrets(), """
                        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "labels": {"a": "not valid!"}}}"""), 422, "Invalid");
        assertThat(status.at("/details/causes/0/field").asText()).isEqualTo("metadata.labels");
    }

    @Test
    void aReplacementOfAnOldVersionIsAConflict() {
        // Given
        var read = (ObjectNode) createManifest("m");
        ok(api.mergePatch(manifests() + "/m", "{\"spec\": {\"version\": \"2.0.0\"}}"));
        // When
        read.withObject("/spec").put("version", "3.0.0");
        // Then
        refused(api.put(manifests() + "/m", read.toString()), 409, "Conflict");
    }

    @Test
    void aReplacementOfACustomObjectHasToStateAVersion() {
        createManifest("m");
        refused(api.put(manifests() + "/m", manifest("m", "")), 422, "Invalid");
    }

    @Test
    void aReplacementKeepsWhatTheServerOwns() {
        var read = (ObjectNode) createManifest("m");
        read.withObject("/spec").put("version", "2.0.0");
        var metadata = read.withObject("/metadata");
        metadata.put("creationTimestamp", "2001-01-01T00:00:00Z").put("generation", 99);
        var replaced = ok(api.put(manifests() + "/m", read.toString()));
        assertThat(replaced.at("/spec/version").asText()).isEqualTo("2.0.0");
        assertThat(replaced.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(replaced.at("/metadata/creationTimestamp").asText()).doesNotStartWith("2001");
        assertThat(version(replaced)).isNotEqualTo(version(read));
    }

    @Test
    void aReplacementThatChangesNothingKeepsTheVersion() {
        var read = createManifest("m");
        assertThat(version(ok(api.put(manifests() + "/m", read.toString())))).isEqualTo(version(read));
    }

    @Test
    void statusIsWrittenApartAndRaisesNoGeneration() {
        // Given
        var created = (ObjectNode) createManifest("m");
        created.withObject("/status").put("state", "Ready");
        created.withObject("/spec").put("version", "2.0.0");
        // When
        var withStatus = ok(api.put(manifests() + "/m/status", created.toString()));
        // Then
        assertThat(withStatus.at("/status/state").asText()).isEqualTo("Ready");
        assertThat(withStatus.at("/spec/version").asText()).isEqualTo("1.0.0");
        assertThat(withStatus.at("/metadata/generation").asInt()).isEqualTo(1);
        var patched = ok(api.mergePatch(manifests() + "/m", "{\"status\": {\"state\": \"Error\"}}"));
        assertThat(patched.at("/status/state").asText()).isEqualTo("Ready");
        var patchedStatus = ok(api.mergePatch(manifests() + "/m/status", "{\"status\": {\"state\": \"Error\"}}"));
        assertThat(patchedStatus.at("/status/state").asText()).isEqualTo("Error");
        assertThat(patchedStatus.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void labelsAndAnnotationsRaiseNoGeneration() {
        createManifest("m");
        var patched = ok(api.mergePatch(
                manifests() + "/m", "{\"metadata\": {\"labels\": {\"a\": \"b\"}, \"annotations\": {\"c\": \"d\"}}}"));
        assertThat(patched.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void finalizersHoldADeletedObject() {
        // Given
        created(api.post(manifests(), manifest("m", ", \"finalizers\": [\"example.com/hold\"]")));
        // When
        var held = ok(api.delete(manifests() + "/m"));
        // Then
        assertThat(held.at("/metadata/deletionTimestamp").asText()).isNotEmpty();
        assertThat(ok(api.get(manifests() + "/m"))
                        .at("/metadata/deletionTimestamp")
                        .asText())
                .isNotEmpty();
        // When
        ok(api.mergePatch(manifests() + "/m", "{\"metadata\": {\"finalizers\": null}}"));
        // Then
        refused(api.get(manifests() + "/m"), 404, "NotFound");
    }

    @Test
    void aDeletionCanBeMeantForOneObjectOnly() {
        createSecret("a", "");
        refused(api.delete(secrets() + "/a", "{\"preconditions\": {\"uid\": \"somebody-else\"}}"), 409, "Conflict");
        ok(api.get(secrets() + "/a"));
    }

    @Test
    void aDeletionOfManyIsOneOfThoseSelected() {
        createSecret("a", "\"x\": \"y\"");
        createSecret("b", "");
        ok(api.delete(secrets() + "?labelSelector=x%3Dy"));
        assertThat(names(ok(api.get(secrets())))).containsExactly("b");
    }

    @Test
    void anObjectCreatedAgainIsAnotherOne() {
        var first = createSecret("a", "");
        ok(api.delete(secrets() + "/a"));
        var second = createSecret("a", "");
        assertThat(second.at("/metadata/uid").asText())
                .isNotEqualTo(first.at("/metadata/uid").asText());
        assertThat(Long.parseLong(version(second))).isGreaterThan(Long.parseLong(version(first)) + 1);
    }

    @Test
    void whoWroteIsRecorded() {
        createManifest("m");
        ok(api.mergePatch(manifests() + "/m?fieldManager=somebody", "{\"spec\": {\"version\": \"2.0.0\"}}"));
        var status = "{\"status\": {\"state\": \"Ready\"}}";
        var written = ok(api.mergePatch(manifests() + "/m/status?fieldManager=reporter", status));
        var managers = written.at("/metadata/managedFields");
        assertThat(managers.findValuesAsText("manager")).contains("somebody", "reporter");
        assertThat(managers.findValuesAsText("subresource")).containsExactly("status");
    }

    @Test
    void eventsAreTakenWithAGeneratedName() {
        var event = """
                {"apiVersion": "v1", "kind": "Event", "metadata": {"generateName": "m."},
                 "type": "Normal", "reason": "Bound", "message": "bound",
                 "involvedObject": {"apiVersion": "operator.kyma-project.io/v1beta2", "kind": "Manifest",
                                    "name": "m", "namespace": "%s"}}""".formatted(namespace);
        var events = "/api/v1/namespaces/" + namespace + "/events";
        assertThat(created(api.post(events, event)).at("/metadata/name").asText())
                .matches("m\\.\\w+");
        assertThat(ok(api.get(events)).path("items")).hasSize(1);
    }

    @Test
    void stringDataOfASecretIsEncoded() {
        var created = created(api.post(secrets(), """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"key": "old"}}"""));
        assertThat(created.at("/data/key").asText()).isEqualTo("b2xk");
        assertThat(created.has("stringData")).isFalse();
        assertThat(created.path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void theOlderVersionOfLifecycleManagersKindsIsNotServed() {
        createManifest("m");
        assertThat(api.get(manifests().replace("v1beta2", "v1beta1") + "/m").status())
                .isEqualTo(404);
    }

    @Test
    void theIdentityOfAClusterIsThatOfKubeSystem() {
        assertThat(ok(api.get("/api/v1/namespaces/kube-system"))
                        .at("/metadata/uid")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void theServerSaysWhatTimeItIs() {
        assertThat(api.get("/version").header("Date")).isPresent();
    }
}
