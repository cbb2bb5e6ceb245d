package io.credstream.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Kubernetes objects of the demo, after the guide's example. All credentials are obviously fake. */
public final class DemoObjects {

    static final String REGISTRY = "registry.example.com";

    private DemoObjects() {}

    /** What {@code kubectl create secret docker-registry} makes, with the two labels of the guide. */
    public static String secret(String namespace, String name, String selector, String password) {
        String config =
                "{\"auths\":{\"%s\":{\"username\":\"demo\",\"password\":\"%s\"}}}".formatted(REGISTRY, password);
        return labelledSecret(namespace, name, selector, config);
    }

    /** A Secret whose data is no docker config. */
    static String malformedSecret(String namespace, String name, String selector) {
        return labelledSecret(namespace, name, selector, "{\"auths\": oops");
    }

    private static String labelledSecret(String namespace, String name, String selector, String dockerConfig) {
        String data = Base64.getEncoder().encodeToString(dockerConfig.getBytes(StandardCharsets.UTF_8));
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                  namespace: %s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/oci-registry-cred: %s
                type: kubernetes.io/dockerconfigjson
                data:
                  .dockerconfigjson: %s
                """.formatted(name, namespace, selector, data);
    }

    /** A template whose two layers carry the label {@code oci-registry-cred}. */
    public static String template(String namespace, String module, String selector) {
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
                    component:
                      name: kyma-project.io/module/%1$s
                      version: 1.0.0
                      repositoryContexts:
                      - baseUrl: %4$s/modules
                        componentNameMapping: urlPath
                        type: OCIRegistry
                      resources:
                      - name: raw-manifest
                        access: {type: localOciBlob, digest: "sha256:%5$s"}
                        labels:
                        - name: oci-registry-cred
                          value: {operator.kyma-project.io/oci-registry-cred: %3$s}
                      - name: config
                        access: {type: localOciBlob, digest: "sha256:%5$s"}
                        labels:
                        - name: oci-registry-cred
                          value: {operator.kyma-project.io/oci-registry-cred: %3$s}
                    meta: {schemaVersion: v2}
                """.formatted(module, namespace, selector, REGISTRY, "0".repeat(64));
    }

    /** A Manifest as lifecycle-manager makes one per Kyma and module. */
    public static String manifest(String kyma, String module, boolean remoteTemplate) {
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
                  config: {name: kyma-project.io/module/%2$s, repo: %5$s, ref: "sha256:%6$s", type: oci-ref}
                  install:
                    name: raw-manifest
                    source: {name: kyma-project.io/module/%2$s, repo: %5$s, ref: "sha256:%6$s", type: oci-ref}
                """.formatted(
                        kyma,
                        module,
                        DemoFleet.NAMESPACE,
                        remoteTemplate,
                        REGISTRY + "/modules/component-descriptors",
                        "0".repeat(64));
    }
}
