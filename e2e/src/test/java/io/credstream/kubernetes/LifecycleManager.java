package io.credstream.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.apiserver.ApiUser;
import java.util.List;

/** Writes what lifecycle-manager writes, with the same calls and under the same names. */
final class LifecycleManager {

    /** As whom it writes what it has generated. */
    static final String GENERATOR = "lifecycle-manager";

    /** As whom its Manifest controller writes what it has read. */
    static final String RECONCILER = "declarative.kyma-project.io/applier";

    private static final List<String> FINALIZERS =
            List.of("declarative.kyma-project.io/finalizer", "label-removal-finalizer");
    private static final String NAMESPACE = RealFleet.NAMESPACE;

    private final ApiUser api;

    LifecycleManager(ApiUser api) {
        this.api = api;
    }

    /** Of a new module, or a new version of it: the whole generated Manifest, applied by force. */
    void generate(String name, String version) {
        api.apply(GENERATOR, generated(name, version));
    }

    /** As versions up to 1.3.10 generate it: with the selector that they read from the template themselves. */
    void generateWithSelector(String name, String version, String selector) {
        String source = "    source:\n      credSecretSelector: " + selector + "\n";
        api.apply(GENERATOR, generated(name, version).replace("    source:\n", source));
    }

    /** Adds its finalizers to what it has read, and applies all of that: it owns every field of it from then on. */
    void addFinalizers(String name) {
        ObjectNode manifest = read(name);
        manifest.withObject("/metadata").remove("managedFields");
        var finalizers = manifest.withObject("/metadata").putArray("finalizers");
        FINALIZERS.forEach(finalizers::add);
        api.apply(RECONCILER, path(name), manifest);
    }

    /** Of a module that is disabled: puts the whole of what it would generate, whatever is there. */
    void putWholeSpec(String name) {
        ObjectNode manifest = read(name);
        ObjectNode source = manifest.withObject("/spec/install/source");
        source.remove("credSecretSelector");
        manifest.withObject("/spec").withObject("/config").remove("credSecretSelector");
        api.put(path(name), manifest.toString()).ok();
    }

    /** What every reconcile ends with. */
    void writeStatus(String name, String state, String operation) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("apiVersion", "operator.kyma-project.io/v1beta2").put("kind", "Manifest");
        status.withObject("/metadata").put("name", name).put("namespace", NAMESPACE);
        status.withObject("/status").put("state", state);
        status.withObject("/status/lastOperation")
                .put("operation", operation)
                .put("lastUpdateTime", "2025-01-01T00:00:00Z");
        api.apply(RECONCILER, path(name) + "/status", status);
    }

    /** Copies a template to a runtime. */
    static void syncCatalog(ApiUser runtime, String template) {
        runtime.apply("catalog-sync", template);
    }

    ObjectNode read(String name) {
        return api.read(ResourceKind.MANIFESTS, NAMESPACE, name);
    }

    JsonNode selector(String name) {
        return read(name).at("/spec/install/source/credSecretSelector");
    }

    private static String path(String name) {
        return ApiUser.pathOf(ResourceKind.MANIFESTS, NAMESPACE, name);
    }

    private static String generated(String name, String version) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Manifest
                metadata:
                  name: %1$s
                  namespace: %3$s
                  labels:
                    operator.kyma-project.io/kyma-name: kyma-a
                    operator.kyma-project.io/module-name: %1$s
                    operator.kyma-project.io/channel: regular
                    operator.kyma-project.io/managed-by: lifecycle-manager
                  annotations:
                    operator.kyma-project.io/fqdn: kyma-project.io/module/%1$s
                spec:
                  version: %2$s
                  remote: true
                  install:
                    name: raw-manifest
                    source:
                      name: kyma-project.io/module/%1$s
                      ref: sha256:00
                      repo: registry.example.com/modules/component-descriptors
                      type: oci-ref
                """.formatted(name, version, NAMESPACE);
    }
}
