package io.credstream.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Objects of a cluster, as YAML. All passwords are obviously fake. */
final class Yaml {

    private Yaml() {}

    static String secret(String namespace, String name, String password) {
        String config = "{\"auths\":{\"registry.example.com\":{\"username\":\"robot\",\"password\":\"%s\"}}}"
                .formatted(password);
        return """
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/dockerconfigjson
                metadata:
                  namespace: %s
                  name: %s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/oci-registry-cred: test-operator
                data:
                  .dockerconfigjson: %s
                """.formatted(
                        namespace, name, Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8)));
    }

    /** A runtime's kubeconfig, as lifecycle-manager finds it. */
    static String kubeconfig(String namespace, String name, String kyma, String kubeconfig) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: %s
                  name: %s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/kyma-name: %s
                data:
                  config: %s
                """.formatted(
                namespace, name, kyma, Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8)));
    }

    static String template(String namespace, String name, String version) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: ModuleTemplate
                metadata:
                  namespace: %s
                  name: %s
                spec:
                  channel: regular
                  descriptor:
                    meta: {schemaVersion: v2}
                    component:
                      name: kyma-project.io/module/%s
                      version: %s
                      provider: internal
                      repositoryContexts:
                      - type: OCIRegistry
                        baseUrl: registry.example.com/modules
                      resources:
                      - name: raw-manifest
                        type: yaml
                        version: %s
                        access:
                          type: localBlob
                          localReference: sha256:00
                        labels:
                        - name: oci-registry-cred
                          value:
                            operator.kyma-project.io/oci-registry-cred: test-operator
                """.formatted(namespace, name, name, version, version);
    }

    static String manifest(String namespace, String name, String version) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Manifest
                metadata:
                  namespace: %s
                  name: %s
                  labels:
                    operator.kyma-project.io/kyma-name: kyma-1
                  annotations:
                    operator.kyma-project.io/fqdn: kyma-project.io/module/telemetry
                spec:
                  version: %s
                  remote: true
                  install:
                    name: raw-manifest
                    source:
                      type: oci-ref
                      repo: registry.example.com/modules/component-descriptors
                      name: kyma-project.io/module/telemetry
                      ref: sha256:00
                """.formatted(namespace, name, version);
    }
}
