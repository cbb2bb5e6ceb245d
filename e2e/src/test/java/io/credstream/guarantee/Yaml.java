package io.credstream.guarantee;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Objects of a fleet, after the guide's example. All passwords are obviously fake. */
public final class Yaml {

    public static final String REGISTRY = "registry.example.com";

    /** The label that the guide's selector names. */
    public static final String SELECTOR = "operator.kyma-project.io/oci-registry-cred";

    /** The label of what belongs to a Kyma. */
    public static final String KYMA_NAME = "operator.kyma-project.io/kyma-name";

    private Yaml() {}

    /** What {@code kubectl create secret docker-registry} makes, with the two labels of the guide. */
    public static String secret(String namespace, String name, String selector, String registry, String password) {
        String config =
                "{\"auths\":{\"%s\":{\"username\":\"robot\",\"password\":\"%s\"}}}".formatted(registry, password);
        return secretOf(namespace, name, selector, "kubernetes.io/dockerconfigjson", ".dockerconfigjson", config);
    }

    /** A Secret of any type, with any data. */
    public static String secretOf(
            String namespace, String name, String selector, String type, String key, String document) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                  namespace: %s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/oci-registry-cred: %s
                type: %s
                data:
                  %s: %s
                """.formatted(
                        name,
                        namespace,
                        selector,
                        type,
                        key,
                        Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8)));
    }

    /** A runtime's kubeconfig, as it lies on its control plane. */
    public static String kubeconfig(String namespace, String kyma, String kubeconfig) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: kubeconfig-%1$s
                  namespace: %2$s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    %3$s: %1$s
                data:
                  config: %4$s
                """.formatted(
                        kyma,
                        namespace,
                        KYMA_NAME,
                        Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8)));
    }

    /** A label's value as JSON: the map that the guide writes. */
    public static String label(String selector) {
        return "{\"%s\": \"%s\"}".formatted(SELECTOR, selector);
    }

    /**
     * A template of version 1.0.0.
     *
     * @param install the value of the label on the layer {@code raw-manifest} as JSON; null for no label
     * @param config likewise on the layer {@code config}
     */
    public static String template(String namespace, String module, @Nullable String install, @Nullable String config) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: ModuleTemplate
                metadata:
                  name: %1$s-regular
                  namespace: %2$s
                  labels:
                    operator.kyma-project.io/module-name: %1$s
                spec:
                  channel: regular
                  descriptor:
                    meta: {schemaVersion: v2}
                    component:
                      name: kyma-project.io/module/%1$s
                      version: 1.0.0
                      provider: internal
                      repositoryContexts:
                      - {type: OCIRegistry, baseUrl: %3$s/modules, componentNameMapping: urlPath}
                      resources:
                      - name: raw-manifest
                        type: yaml
                        version: 1.0.0
                        access: {type: localBlob, localReference: "sha256:00"}
                        labels: %4$s
                      - name: config
                        type: yaml
                        version: 1.0.0
                        access: {type: localBlob, localReference: "sha256:00"}
                        labels: %5$s
                """.formatted(module, namespace, REGISTRY, labels(install), labels(config));
    }

    /** A Manifest as lifecycle-manager makes one per Kyma and module; its name is {@code <kyma>-<module>}. */
    public static String manifest(String namespace, String kyma, String module, boolean remoteTemplate) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Manifest
                metadata:
                  name: %1$s-%2$s
                  namespace: %3$s
                  labels:
                    operator.kyma-project.io/kyma-name: %1$s
                    operator.kyma-project.io/module-name: %2$s
                    operator.kyma-project.io/channel: regular
                  annotations:
                    operator.kyma-project.io/fqdn: kyma-project.io/module/%2$s
                    operator.kyma-project.io/remote-template: "%4$s"
                spec:
                  version: 1.0.0
                  remote: true
                  config: {name: kyma-project.io/module/%2$s, repo: %5$s/modules, ref: "sha256:00", type: oci-ref}
                  install:
                    name: raw-manifest
                    source: {name: kyma-project.io/module/%2$s, repo: %5$s/modules, ref: "sha256:00", type: oci-ref}
                """.formatted(kyma, module, namespace, remoteTemplate, REGISTRY);
    }

    private static String labels(@Nullable String value) {
        return value == null ? "[]" : "[{name: oci-registry-cred, value: " + value + "}]";
    }
}
