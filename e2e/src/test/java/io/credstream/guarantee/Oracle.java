package io.credstream.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Manifests should be, by brute force over the clusters' raw objects: R3, R6 to R14 once more, and nothing of the product's
 * code. It knows what the worlds of these tests are made of: descriptors of layout v2, labels that are maps, registries that are
 * hosts.
 */
final class Oracle {

    private static final String KYMA = "operator.kyma-project.io/";
    private static final String OURS = "credstream.io/";
    /** In the order in which they are told, with where they are. */
    private static final Map<String, String> LAYERS = new LinkedHashMap<>();

    static {
        LAYERS.put("install", "/spec/install/source");
        LAYERS.put("config", "/spec/config");
    }

    private final TestFleet world;
    private final OracleCredentials credentials;

    Oracle(TestFleet world) {
        this.world = world;
        this.credentials = new OracleCredentials(world);
    }

    /** What is wrong with which Manifest. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Cluster controlPlane : world.controlPlanes()) {
            for (ObjectNode manifest : world.user(controlPlane.id()).list(ResourceKind.MANIFESTS)) {
                String problem = problem(controlPlane, manifest);
                if (problem != null) {
                    complaints.add(controlPlane.id() + "/"
                            + manifest.at("/metadata/name").asText() + ": " + problem);
                }
            }
        }
        return complaints;
    }

    private @Nullable String problem(Cluster controlPlane, ObjectNode manifest) {
        boolean untouchable = manifest.at("/metadata").has("deletionTimestamp")
                || label(manifest, "skip-reconciliation").equals("true");
        Found template = template(controlPlane, manifest);
        if (untouchable || template == null) {
            return null;
        }
        Map<String, JsonNode> said = new LinkedHashMap<>();
        LAYERS.forEach((layer, path) -> {
            if (manifest.at(path).isObject()) {
                said.put(layer, said(template.object(), layer));
            }
        });
        return said.values().stream().allMatch(JsonNode::isMissingNode)
                ? unlabelledProblem(manifest, said)
                : labelledProblem(manifest, template, said);
    }

    /** Nobody asked for anything: what is left of us on it is nobody's, as long as no selector is ours. */
    private static @Nullable String unlabelledProblem(ObjectNode manifest, Map<String, JsonNode> said) {
        Map<String, String> applied = applied(manifest);
        for (String layer : said.keySet()) {
            JsonNode labels = manifest.at(LAYERS.get(layer)).at("/credSecretSelector/matchLabels");
            if (labels.isObject()
                    && OracleHash.of(OracleHash.canonicalLabels(labels)).equals(applied.get(layer))) {
                return layer + " has no label, and a selector of ours";
            }
        }
        return null;
    }

    private @Nullable String labelledProblem(ObjectNode manifest, Found template, Map<String, JsonNode> said) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> applied = applied(manifest);
        List<String> revisions = new ArrayList<>();
        List<String> states = new ArrayList<>();
        said.forEach((layer, label) -> {
            String hash = applied.remove(layer);
            if (label.isMissingNode()) {
                if (hash != null) {
                    wrong.add(layer + " has no label, and something of ours");
                }
            } else if (!isSelector(label)) {
                states.add("InvalidSelector");
            } else {
                JsonNode selector = manifest.at(LAYERS.get(layer)).path("credSecretSelector");
                if (!selector.equals(JsonNodeFactory.instance.objectNode().set("matchLabels", label))) {
                    wrong.add(layer + " selects " + selector + " instead of " + label);
                } else if (hash != null && !hash.equals(OracleHash.of(OracleHash.canonicalLabels(label)))) {
                    wrong.add(layer + " is said to be another than it is");
                }
                OracleCredentials.Answer answer = credentials.of(template.cluster(), label, template.registry());
                states.add(answer.state());
                answer.revision().ifPresent(revision -> revisions.add(layer + "=" + revision));
            }
        });
        if (!applied.isEmpty()) {
            wrong.add("applied names layers that are not there: " + applied);
        }
        compare("state", OracleCredentials.worst(states), ours(manifest, "credential-state"), wrong);
        String revision = revisions.isEmpty() ? null : OracleHash.ofParts(revisions);
        compare("revision", revision, ours(manifest, "credential-revision"), wrong);
        return wrong.isEmpty() ? null : String.join("; ", wrong);
    }

    /** A template, and the cluster that it was found on. */
    private record Found(Cluster cluster, ObjectNode object) {
        String registry() {
            JsonNode contexts = object.at("/spec/descriptor/component/repositoryContexts");
            return contexts.path(contexts.size() - 1).path("baseUrl").asText().split("/", 2)[0];
        }
    }

    private @Nullable Found template(Cluster controlPlane, ObjectNode manifest) {
        boolean remote = manifest.at("/metadata/annotations")
                .path(KYMA + "remote-template")
                .asText()
                .equals("true");
        List<Found> fitting = new ArrayList<>();
        for (Cluster cluster : world.members().values()) {
            boolean inScope = remote
                    ? controlPlane.id().equals(cluster.controlPlane())
                            && label(manifest, "kyma-name").equals(cluster.kyma())
                    : cluster.id().equals(controlPlane.id());
            for (ObjectNode template : world.user(cluster.id()).list(ResourceKind.MODULE_TEMPLATES)) {
                boolean copy = cluster.role() == Role.RUNTIME
                        && label(template, "managed-by").equals("kyma");
                JsonNode component = template.at("/spec/descriptor/component");
                boolean same = component
                                .path("name")
                                .equals(manifest.at("/metadata/annotations").path(KYMA + "fqdn"))
                        && component.path("version").equals(manifest.at("/spec/version"));
                if (inScope && !copy && same) {
                    fitting.add(new Found(cluster, template));
                }
            }
        }
        return choose(fitting, manifest);
    }

    /** The wishes of R9 one after the other, each only among several and only where it leaves somebody. */
    private static @Nullable Found choose(List<Found> fitting, ObjectNode manifest) {
        List<Found> left = fitting;
        for (Wish wish : List.<Wish>of(
                t -> t.at("/metadata/namespace").equals(manifest.at("/metadata/namespace")),
                t -> label(t, "module-name").equals(label(manifest, "module-name")),
                t -> t.at("/spec/channel").asText().equals(label(manifest, "channel")),
                t -> t.at("/metadata/name")
                        .asText()
                        .equals(label(manifest, "module-name") + "-"
                                + manifest.at("/spec/version").asText()))) {
            List<Found> wished =
                    left.stream().filter(found -> wish.fits(found.object())).toList();
            left = wished.isEmpty() ? left : wished;
        }
        return left.size() == 1 ? left.getFirst() : null;
    }

    private interface Wish {
        boolean fits(ObjectNode template);
    }

    private static JsonNode said(ObjectNode template, String layer) {
        String resource = layer.equals("install") ? "raw-manifest" : "config";
        for (JsonNode candidate : template.at("/spec/descriptor/component/resources")) {
            if (candidate.path("name").asText().equals(resource)) {
                for (JsonNode label : candidate.path("labels")) {
                    if (label.path("name").asText().equals("oci-registry-cred")) {
                        return label.path("value");
                    }
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean isSelector(JsonNode said) {
        return said.isObject()
                && !said.isEmpty()
                && said.properties().stream().allMatch(label -> label.getValue().isTextual());
    }

    private static Map<String, String> applied(ObjectNode manifest) {
        Map<String, String> applied = new LinkedHashMap<>();
        String annotation = ours(manifest, "applied");
        for (String entry : annotation == null ? new String[0] : annotation.split(",", -1)) {
            applied.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        return applied;
    }

    private static void compare(String what, @Nullable String expected, @Nullable String actual, List<String> wrong) {
        if (!Objects.equals(expected, actual)) {
            wrong.add(what + " is " + actual + " instead of " + expected);
        }
    }

    private static String label(ObjectNode object, String name) {
        return object.at("/metadata/labels").path(KYMA + name).asText();
    }

    private static @Nullable String ours(ObjectNode manifest, String name) {
        return manifest.at("/metadata/annotations").path(OURS + name).textValue();
    }
}
