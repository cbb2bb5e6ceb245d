package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Kind;
import io.credstream.model.Template;
import io.credstream.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Objects as an API server would send them, written as YAML. */
final class Given {
    private static final ObjectMapper YAML = new YAMLMapper();

    static final Cluster CONTROL_PLANE = cluster("kcp", Role.CONTROL_PLANE, "kcp-system");
    static final Cluster RUNTIME = cluster("skr", Role.RUNTIME, "kyma-system");

    private Given() {}

    static Cluster cluster(String id, Role role, String... namespaces) {
        boolean runtime = role == Role.RUNTIME;
        return new Cluster(
                id,
                role,
                runtime ? "kcp" : null,
                runtime ? "my-kyma" : null,
                new KubeconfigFile("kubeconfig.yaml", null),
                List.of(namespaces),
                null,
                new Cause.Request("test", "fleet apply"));
    }

    static JsonNode yaml(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Observed observed(Cluster cluster, String yaml) {
        return observed(cluster, yaml, "7");
    }

    static Observed observed(Cluster cluster, String yaml, String resourceVersion) {
        return new Observed(
                cluster,
                yaml(yaml),
                new Version(1, resourceVersion),
                new Cause.Observation(cluster.id(), Kind.SECRET, resourceVersion));
    }

    /** A template on the control plane with this descriptor, which is indented as a block. */
    static Template templateWith(String descriptor) {
        return Projections.template(observed(CONTROL_PLANE, """
                metadata: {name: my-template, namespace: kcp-system, uid: u1}
                spec:
                  descriptor:
                """ + descriptor.indent(4)))
                .orElseThrow();
    }

    /** A v2 descriptor with one resource for the install layer, which has these labels. */
    static Template templateWithLabels(String labels) {
        return templateWith("""
                component:
                  name: example.org/module
                  version: 1.0.0
                  resources:
                    - name: raw-manifest
                      access: {type: localBlob}
                      labels:
                """ + labels.indent(8));
    }
}
