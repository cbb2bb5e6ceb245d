package io.credstream.cli.fleet;

import io.credstream.kube.HttpAccess;
import io.credstream.kube.HttpAccess.Unanswered;
import io.credstream.kube.KubeClients;
import io.credstream.kube.Link;
import io.credstream.kube.Trouble;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks clusters whether they would be watched, all at once and within seconds. No Secret is read for it. */
public final class ClusterCheck {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REQUEST = Duration.ofSeconds(4);
    private static final Duration ALL = Duration.ofSeconds(20);
    private static final int AT_ONCE = 64;

    /** Of a list of one object, which etcd keeps below 1.5 MiB. */
    private static final int MAX_ANSWER = 4 << 20;

    private ClusterCheck() {}

    /** A line for every cluster of a file that is in trouble, with its place in the file and the fix. */
    static List<String> warnings(FleetFile file) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        of(file.clusters())
                .forEach((id, trouble) -> lines.add("Warning: %s: cluster %s: %s (%s); %s"
                        .formatted(
                                file.places().get(id),
                                id,
                                trouble.condition()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' '),
                                trouble.reason(),
                                trouble.fix())));
        return lines;
    }

    /** What is the trouble with those clusters that have any, by id. */
    public static Map<String, Trouble> of(List<Cluster> clusters) throws InterruptedException {
        var permits = new Semaphore(AT_ONCE);
        List<Callable<Optional<Trouble>>> checks = new ArrayList<>();
        try (var clients = new KubeClients(CONNECT, REQUEST);
                var threads = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("check-", 0).factory())) {
            clusters.forEach(cluster -> checks.add(() -> {
                permits.acquire();
                try {
                    return check(clients, cluster);
                } finally {
                    permits.release();
                }
            }));
            return collect(clusters, threads.invokeAll(checks, ALL.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static Map<String, Trouble> collect(List<Cluster> clusters, List<Future<Optional<Trouble>>> answers)
            throws InterruptedException {
        Map<String, Trouble> troubles = new TreeMap<>();
        for (int i = 0; i < answers.size(); i++) {
            Future<Optional<Trouble>> answer = answers.get(i);
            String id = clusters.get(i).id();
            if (answer.isCancelled()) {
                troubles.put(id, new Trouble(Condition.UNREACHABLE, "timeout", "there was no time left to ask it"));
                continue;
            }
            try {
                answer.get().ifPresent(trouble -> troubles.put(id, trouble));
            } catch (ExecutionException e) {
                troubles.put(id, Trouble.of(e.getCause() == null ? e : e.getCause()));
            }
        }
        return troubles;
    }

    private static Optional<Trouble> check(KubeClients clients, Cluster cluster) throws InterruptedException {
        return switch (clients.openHttp(cluster.access())) {
            case Link.Closed<HttpAccess>(Trouble trouble) -> Optional.of(trouble);
            case Link.Open<HttpAccess>(HttpAccess access) -> {
                try (access) {
                    yield ask(access, cluster);
                } catch (Unanswered e) {
                    yield Optional.of(e.trouble());
                }
            }
        };
    }

    private static Optional<Trouble> ask(HttpAccess access, Cluster cluster) throws Unanswered, InterruptedException {
        List<Kind> kinds = cluster.role() == Role.CONTROL_PLANE
                ? List.of(Kind.MODULE_TEMPLATE, Kind.MANIFEST)
                : List.of(Kind.MODULE_TEMPLATE);
        for (Kind kind : kinds) {
            int status = access.read("apis/operator.kyma-project.io/v1beta2/" + kind.plural() + "?limit=1", MAX_ANSWER)
                    .status();
            if (status == 404) {
                return Optional.of(notServed(kind));
            }
            if (status != 200) {
                return Optional.of(Trouble.refusal(status));
            }
        }
        return Optional.empty();
    }

    private static Trouble notServed(Kind kind) {
        return new Trouble(
                Condition.NOT_SERVED,
                kind.display(),
                "install the definition of " + kind.display() + " (operator.kyma-project.io/v1beta2)");
    }
}
