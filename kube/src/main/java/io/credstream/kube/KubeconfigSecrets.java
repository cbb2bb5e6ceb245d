package io.credstream.kube;

import io.credstream.kube.HttpAccess.Answer;
import io.credstream.kube.HttpAccess.Unanswered;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus.Condition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Reads kubeconfigs of runtimes where they are kept, in Secrets of their control planes, and judges them.
 *
 * <p>All runtimes of a control plane share one connection to it: thousands of them start at once when an ingest does. A connection
 * that brought no answer, or on which we are not known any more, is dropped; the next read makes another one, from the control
 * plane's kubeconfig as it is then.
 */
final class KubeconfigSecrets {

    /** Under which lifecycle-manager keeps the kubeconfig in the Secret. */
    private static final String KEY = "config";

    /** Kubernetes keeps no Secret of more than 1 MiB, which is a third more as base64; the rest is for its metadata. */
    static final int MAX_ANSWER = 2 << 20;

    /** Of one control plane: one that does not answer holds up its own runtimes only. */
    static final int AT_ONCE = 16;

    private final KubeClients clients;
    private final Map<KubeconfigFile, Semaphore> permits = new ConcurrentHashMap<>();
    private final Map<KubeconfigFile, Link<HttpAccess>> controlPlanes = new ConcurrentHashMap<>();

    KubeconfigSecrets(KubeClients clients) {
        this.clients = clients;
    }

    /** Blocks for as long as the control plane takes; an interrupt ends it. */
    Link<Connection> read(KubeconfigSecret access) {
        Semaphore permit = permits.computeIfAbsent(access.controlPlane(), first -> new Semaphore(AT_ONCE));
        try {
            permit.acquire();
        } catch (InterruptedException e) {
            return interrupted();
        }
        try {
            return switch (controlPlane(access.controlPlane())) {
                case Link.Closed<HttpAccess> closed -> atControlPlane(access, closed.trouble());
                case Link.Open<HttpAccess> open -> read(access, open);
            };
        } catch (InterruptedException e) {
            return interrupted();
        } finally {
            permit.release();
        }
    }

    /** A list of one: whoever watches Secrets may list them, and so needs no other right. */
    private Link<Connection> read(KubeconfigSecret access, Link.Open<HttpAccess> controlPlane)
            throws InterruptedException {
        String path = "api/v1/namespaces/" + encoded(access.namespace()) + "/secrets?fieldSelector=metadata.name%3D"
                + encoded(access.name());
        try {
            Answer answer = controlPlane.client().read(path, MAX_ANSWER);
            return answer.status() == 200 ? found(access, answer) : failed(access, controlPlane, answer.status());
        } catch (Unanswered e) {
            drop(access, controlPlane);
            return atControlPlane(access, e.trouble());
        }
    }

    private Link<Connection> failed(KubeconfigSecret access, Link.Open<HttpAccess> controlPlane, int status) {
        Trouble trouble = Trouble.refusal(status);
        if (trouble.condition() == Condition.UNAUTHORIZED) {
            drop(access, controlPlane);
        }
        return atControlPlane(access, trouble);
    }

    private void drop(KubeconfigSecret access, Link.Open<HttpAccess> controlPlane) {
        if (controlPlanes.remove(access.controlPlane(), controlPlane)) {
            controlPlane.client().close();
        }
    }

    /** What does not work now may later; only what works is kept. */
    private Link<HttpAccess> controlPlane(KubeconfigFile kubeconfig) {
        Link<HttpAccess> link = controlPlanes.computeIfAbsent(kubeconfig, clients::openHttp);
        if (link instanceof Link.Closed<HttpAccess>) {
            controlPlanes.remove(kubeconfig, link);
        }
        return link;
    }

    private static Link<Connection> found(KubeconfigSecret access, Answer answer) {
        return switch (SecretAnswer.read(answer.body(), KEY)) {
            case SecretAnswer.Unintelligible ignored ->
                closed(Condition.UNREACHABLE, "answer", "look at what answers for the control plane");
            case SecretAnswer.Nothing ignored ->
                closed(
                        Condition.KUBECONFIG_MISSING,
                        "Secret",
                        access.describe()
                                + " of its control plane is gone; restore it, or let the runtime leave the fleet");
            case SecretAnswer.Secret secret -> judged(access, secret);
        };
    }

    private static Link<Connection> judged(KubeconfigSecret access, SecretAnswer.Secret secret) {
        return switch (judge(access, secret.value())) {
            case Kubeconfig.Unusable unusable -> new Link.Closed<>(unusable.trouble());
            case Kubeconfig.Usable usable -> acting(access, usable.connection());
        };
    }

    private static Kubeconfig judge(KubeconfigSecret access, Optional<String> base64) {
        var problems = new Problems(access.describe());
        if (base64.isEmpty()) {
            return problems.missing("data." + KEY, "is missing", "put the kubeconfig of the runtime there");
        }
        try {
            return Kubeconfigs.parse(access.describe(), Base64.getDecoder().decode(base64.get()));
        } catch (IllegalArgumentException e) {
            return problems.missing("data." + KEY, "is not base64", "write the Secret again");
        }
    }

    private static Link<Connection> acting(KubeconfigSecret access, Connection connection) {
        if (!Header.isSafe(access.user())) {
            return closed(
                    Condition.KUBECONFIG_REFUSED, "user", "give discovery an account whose name is ASCII, in one line");
        }
        return new Link.Open<>(connection.impersonating(access.user()));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static Link<Connection> interrupted() {
        Thread.currentThread().interrupt();
        return closed(Condition.CONNECTING, "interrupted", "wait");
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
