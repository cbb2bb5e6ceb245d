package io.credstream.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The guide's example as objects of a control plane. The password is obviously fake. */
public final class Guide {

    private static final String DOCKER_CONFIG =
            "{\"auths\":{\"registry.example.com\":{\"username\":\"robot\",\"password\":\"not-a-real-password\"}}}";

    public static final String SECRET =
            """
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/dockerconfigjson
            metadata:
              namespace: kcp-system
              name: registry-cred
              labels:
                operator.kyma-project.io/managed-by: lifecycle-manager
                operator.kyma-project.io/oci-registry-cred: test-operator
            data:
              .dockerconfigjson: %s
            """.formatted(Base64.getEncoder().encodeToString(DOCKER_CONFIG.getBytes(StandardCharsets.UTF_8)));

    public static final String TEMPLATE = """
            apiVersion: operator.kyma-project.io/v1beta2
            kind: ModuleTemplate
            metadata:
              namespace: kcp-system
              name: template-operator-1.0.0
            spec:
              moduleName: template-operator
              version: 1.0.0
              descriptor:
                meta: {schemaVersion: v2}
                component:
                  name: kyma-project.io/template-operator
                  version: 1.0.0
                  provider: internal
                  repositoryContexts:
                  - type: OCIRegistry
                    baseUrl: registry.example.com/modules
                  resources:
                  - name: raw-manifest
                    type: yaml
                    version: 1.0.0
                    access:
                      type: localOciBlob
                      digest: sha256:bc2a16d9
                    labels:
                    - name: oci-registry-cred
                      value:
                        operator.kyma-project.io/oci-registry-cred: test-operator
            """;

    public static final String MANIFEST = """
            apiVersion: operator.kyma-project.io/v1beta2
            kind: Manifest
            metadata:
              namespace: kcp-system
              name: a1b2-template-operator-1234
              labels:
                operator.kyma-project.io/kyma-name: a1b2
                operator.kyma-project.io/module-name: template-operator
              annotations:
                operator.kyma-project.io/fqdn: kyma-project.io/template-operator
            spec:
              version: 1.0.0
              remote: true
              install:
                name: raw-manifest
                source:
                  type: oci-ref
                  repo: registry.example.com/modules/component-descriptors
                  name: kyma-project.io/template-operator
                  ref: sha256:bc2a16d9
            """;

    private Guide() {}
}
