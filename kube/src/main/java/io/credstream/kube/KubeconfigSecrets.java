package io.credstream.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Reads kubeconfigs of runtimes where they are kept, in Secrets of their control planes, and judges them.
 *
 * <p>All runtimes of a control plane share one client of it: thousands of them start at once when an ingest does. A client that
 * got no answer, or is not known any more, is dropped; the next read makes another one, from the control plane's kubeconfig
 * as it is then.
 */
final class KubeconfigSecrets {

    /** Under which lifecycle-manager keeps the kubeconfig in the Secret. */
    private static final String KEY = "config";

    /** Of one control plane: one that does not answer holds up its own runtimes only. */
    static final int AT_ONCE = 16;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private final KubeClients clients;
    private final Map<KubeconfigFile, Semaphore> permits = new ConcurrentHashMap<>();
    private final Map<KubeconfigFile, Link<KubernetesClient>> controlPlanes = new ConcurrentHashMap<>();

    KubeconfigSecrets(KubeClients clients) {
        this.clients = clients;
    }

    /** Blocks for as long as the control plane takes; an interrupt ends it. */
    Link<Connection> read(KubeconfigSecret access) {
        Semaphore permit = permits.computeIfAbsent(access.controlPlane(), first -> new Semaphore(AT_ONCE));
        try {
            permit.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return closed(Condition.CONNECTING, "interrupted", "wait");
        }
        try {
            return switch (controlPlane(access.controlPlane())) {
                case Link.Closed<KubernetesClient> closed -> atControlPlane(access, closed.trouble());
                case Link.Open<KubernetesClient> open -> read(access, open);
            };
        } finally {
            permit.release();
        }
    }

    private Link<Connection> read(KubeconfigSecret access, Link.Open<KubernetesClient> controlPlane) {
        JsonNode list;
        try {
            list = list(controlPlane.client(), access);
        } catch (KubernetesClientException e) {
            return failed(access, controlPlane, e);
        } catch (JsonProcessingException e) {
            return closed(Condition.UNREACHABLE, "answer", "look at what answers for the control plane");
        }
        JsonNode secret = list.path("items").path(0);
        if (secret.isMissingNode()) {
            return closed(
                    Condition.KUBECONFIG_MISSING,
                    "Secret",
                    access.describe()
                            + " of its control plane is gone; restore it, or let the runtime leave the fleet");
        }
        return switch (judge(access, secret)) {
            case Kubeconfig.Unusable unusable -> new Link.Closed<>(unusable.trouble());
            case Kubeconfig.Usable usable -> new Link.Open<>(usable.connection().impersonating(access.user()));
        };
    }

    /** A list of one: whoever watches Secrets may list them, and so needs no other right. */
    private static JsonNode list(KubernetesClient client, KubeconfigSecret access) throws JsonProcessingException {
        String answer = client.raw(
                "/api/v1/namespaces/" + access.namespace() + "/secrets?fieldSelector=metadata.name%3D" + access.name());
        return answer == null ? MissingNode.getInstance() : JSON.readTree(answer);
    }

    private Link<Connection> failed(
            KubeconfigSecret access, Link.Open<KubernetesClient> controlPlane, KubernetesClientException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return closed(Condition.CONNECTING, "interrupted", "wait");
        }
        Trouble trouble = Trouble.of(failure.getCode()).orElseGet(() -> Trouble.of(failure));
        boolean unknown = trouble.condition() == Condition.UNAUTHORIZED;
        boolean unanswered = failure.getCode() == 0;
        if ((unknown || unanswered) && controlPlanes.remove(access.controlPlane(), controlPlane)) {
            controlPlane.client().close();
        }
        return atControlPlane(access, trouble);
    }

    /** What does not work now may later; only what works is kept. */
    private Link<KubernetesClient> controlPlane(KubeconfigFile kubeconfig) {
        Link<KubernetesClient> link = controlPlanes.computeIfAbsent(kubeconfig, clients::open);
        if (link instanceof Link.Closed<KubernetesClient>) {
            controlPlanes.remove(kubeconfig, link);
        }
        return link;
    }

    private static Kubeconfig judge(KubeconfigSecret access, JsonNode secret) {
        var problems = new Problems(access.describe());
        JsonNode encoded = secret.path("data").path(KEY);
        if (!encoded.isTextual() || encoded.textValue().isEmpty()) {
            return problems.missing("data." + KEY, "is missing", "put the kubeconfig of the runtime there");
        }
        try {
            byte[] yaml = Base64.getDecoder().decode(encoded.textValue());
            return Kubeconfigs.parse(access.describe(), new String(yaml, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return problems.missing("data." + KEY, "is not base64", "write the Secret again");
        }
    }

    private static Link<Connection> atControlPlane(KubeconfigSecret access, Trouble trouble) {
        return closed(
                trouble.condition(),
                trouble.reason(),
                access.describe() + " cannot be read from its control plane: " + trouble.fix());
    }

    private static Link<Connection> closed(Condition condition, String reason, String fix) {
        return new Link.Closed<>(new Trouble(condition, reason, fix));
    }
}
