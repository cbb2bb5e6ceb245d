package io.credstream.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What operators apply. The password is obviously fake. */
final class Applied {

    static final String SELECTOR_LABEL = "operator.kyma-project.io/oci-registry-cred";

    private Applied() {}

    /** The guide's Secret. */
    static String secret(String namespace, String selector) {
        String login =
                "{\"auths\":{\"registry.example.com\":{\"username\":\"robot\",\"password\":\"not-a-password\"}}}";
        return """
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/dockerconfigjson
                metadata:
                  name: cred-%2$s
                  namespace: %1$s
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/oci-registry-cred: %2$s
                data:
                  .dockerconfigjson: %3$s
                """.formatted(
                namespace, selector, Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /** The kubeconfig of a runtime, as lifecycle-manager finds it. */
    static String kubeconfig(String namespace, String kyma, String kubeconfig) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: kubeconfig-%2$s
                  namespace: %1$s
                  labels:
                    operator.kyma-project.io/kyma-name: %2$s
                data:
                  config: %3$s
                """.formatted(
                namespace, kyma, Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8)));
    }

    /** A template whose layer asks for credentials. */
    static String template(String namespace, String module, String version, String selector) {
        return template(namespace, module, version) + """
                        labels:
                        - name: oci-registry-cred
                          value: {"%s": "%s"}
                """.formatted(SELECTOR_LABEL, selector);
    }

    /** A template whose layer asks for none. */
    static String template(String namespace, String module, String version) {
        return """
                apiVersion: operator.kyma-project.io/v1beta2
                kind: ModuleTemplate
                metadata:
                  name: %2$s-%3$s
                  namespace: %1$s
                  labels:
                    operator.kyma-project.io/module-name: %2$s
                spec:
                  channel: regular
                  descriptor:
                    meta: {schemaVersion: v2}
                    component:
                      name: kyma-project.io/module/%2$s
                      version: %3$s
                      provider: internal
                      repositoryContexts:
                      - {type: OCIRegistry, baseUrl: registry.example.com/modules}
                      resources:
                      - name: raw-manifest
                        type: yaml
                        version: %3$s
                        access: {type: localBlob, localReference: "sha256:00"}
                """.formatted(namespace, module, version);
    }

    static String selector(String value) {
        return "{\"matchLabels\":{\"%s\":\"%s\"}}".formatted(SELECTOR_LABEL, value);
    }
}
