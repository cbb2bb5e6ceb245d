package io.credstream.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import io.credstream.read.LatestByKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** R7, R10 and the revision of R14 over raw Secrets. */
final class OracleCredentials {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORST_FIRST = List.of(
            "InvalidSelector", "Unusable", "Poisoned", "NoMatch", "NotCovered", "Ambiguous", "Bound", "Unlabelled");

    /** The type of a Secret that holds credentials, and where. */
    private static final Map<String, String> TYPES =
            Map.of("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "kubernetes.io/dockercfg", ".dockercfg");

    private final TestFleet world;
    private final LatestByKey<Credential> reported;

    OracleCredentials(TestFleet world) {
        this.world = world;
        this.reported = world.contents().latest(world.topics().credentials());
    }

    /** What the credentials that a selector matches amount to. */
    record Answer(String state, Optional<String> revision) {}

    static String worst(List<String> states) {
        return WORST_FIRST.stream().filter(states::contains).findFirst().orElseThrow();
    }

    Answer of(Cluster cluster, JsonNode selector, String registry) {
        int matching = 0;
        int malformed = 0;
        int useless = 0;
        Set<String> contents = new TreeSet<>();
        Set<String> revisions = new TreeSet<>();
        for (ObjectNode secret : world.user(cluster.id()).list(ResourceKind.SECRETS)) {
            if (!matches(secret, cluster, selector)) {
                continue;
            }
            matching++;
            String key = TYPES.get(secret.path("type").asText());
            JsonNode logins = key == null ? null : logins(secret, key);
            useless += logins == null ? 1 : 0;
            malformed += logins == null && key != null && secret.path("data").has(key) ? 1 : 0;
            if (logins != null && logins.has(registry)) {
                contents.add(logins.path(registry).toString());
                revisions.add(revision(cluster, secret, registry));
            }
        }
        String state;
        if (matching == 0) {
            state = "NoMatch";
        } else if (useless == matching) {
            state = "Unusable";
        } else if (malformed > 0) {
            state = "Poisoned";
        } else if (contents.isEmpty()) {
            state = "NotCovered";
        } else {
            state = contents.size() > 1 ? "Ambiguous" : "Bound";
        }
        return new Answer(state, revisions.isEmpty() ? Optional.empty() : Optional.of(OracleHash.ofParts(revisions)));
    }

    private static boolean matches(ObjectNode secret, Cluster cluster, JsonNode selector) {
        JsonNode labels = secret.at("/metadata/labels");
        return labels.path("operator.kyma-project.io/managed-by").asText().equals("lifecycle-manager")
                && !labels.has("operator.kyma-project.io/kyma-name")
                && cluster.namespaces()
                        .contains(secret.at("/metadata/namespace").asText())
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    /** By registry; null where there is nothing that could be read. */
    private static @Nullable JsonNode logins(ObjectNode secret, String key) {
        try {
            JsonNode document = JSON.readTree(
                    Base64.getDecoder().decode(secret.path("data").path(key).asText()));
            JsonNode logins = key.equals(".dockercfg") ? document : document.path("auths");
            return logins.isObject() ? logins : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A token that ingest gives, and that {@link Converges} compares with the content by its fingerprints. */
    private String revision(Cluster cluster, ObjectNode secret, String registry) {
        String key = cluster.id() + "/" + secret.at("/metadata/namespace").asText() + "/"
                + secret.at("/metadata/name").asText();
        return reported.get(key).map(Credential::registries).orElse(List.of()).stream()
                .filter(entry -> entry.registry().equals(registry))
                .map(RegistryEntry::revision)
                .findFirst()
                .orElse("unknown");
    }
}
