package io.credstream.cli.doctor;

import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Right.Account;
import io.credstream.cli.fleet.ClusterCheck;
import io.credstream.cli.text.Words;
import io.credstream.kube.KubeClients;
import io.credstream.kube.Link;
import io.credstream.model.Cluster;
import io.credstream.observe.Fault;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Whether the clusters of a fleet answer, and what else there is to say of those that do; all at once. */
final class FleetChecks {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REQUEST = Duration.ofSeconds(4);
    private static final Duration ALL = Duration.ofSeconds(20);

    private final ClusterChecks checks;
    private final Account account;

    FleetChecks(Account account, Clock clock) {
        this.checks = new ClusterChecks(account, clock);
        this.account = account;
    }

    /** The sink reads nothing, so what it may do is all that it can ask. */
    List<Finding> of(List<Cluster> clusters) throws InterruptedException {
        return account == Account.SINK ? ask(clusters) : askReaders(clusters);
    }

    private List<Finding> askReaders(List<Cluster> clusters) throws InterruptedException {
        Map<String, io.credstream.kube.Trouble> troubles = ClusterCheck.of(clusters);
        List<Finding> findings = new ArrayList<>();
        List<Cluster> answering = new ArrayList<>();
        for (Cluster cluster : clusters) {
            io.credstream.kube.Trouble trouble = troubles.get(cluster.id());
            String what = "Cluster " + cluster.id();
            if (trouble == null) {
                answering.add(cluster);
                findings.add(new Fine(what, "answers"));
            } else {
                findings.add(new Trouble(
                        what, Words.spaced(trouble.condition()) + " (" + trouble.reason() + ")", trouble.fix()));
            }
        }
        findings.addAll(ask(answering));
        return findings;
    }

    private List<Finding> ask(List<Cluster> clusters) throws InterruptedException {
        List<Callable<List<Finding>>> questions = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try (var clients = new KubeClients(CONNECT, REQUEST);
                var threads = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("doctor-", 0).factory())) {
            clusters.forEach(cluster -> questions.add(() -> ask(clients, cluster)));
            List<Future<List<Finding>>> answers = threads.invokeAll(questions, ALL.toSeconds(), TimeUnit.SECONDS);
            for (int i = 0; i < answers.size(); i++) {
                findings.addAll(answer(clusters.get(i), answers.get(i)));
            }
        }
        return findings;
    }

    private List<Finding> ask(KubeClients clients, Cluster cluster) {
        return switch (clients.open(cluster.access())) {
            case Link.Closed<KubernetesClient>(var trouble) ->
                List.of(new Trouble("Cluster " + cluster.id(), trouble.reason(), trouble.fix()));
            case Link.Open<KubernetesClient>(var client) -> {
                try (client) {
                    yield checks.of(cluster, new KubernetesApi(client));
                }
            }
        };
    }

    private static List<Finding> answer(Cluster cluster, Future<List<Finding>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return List.of(new Trouble(
                    "Cluster " + cluster.id(),
                    "could not be looked at ("
                            + Fault.of(e.getCause() == null ? e : e.getCause()).code() + ")",
                    "look at its API server, and report this code if that is fine"));
        } catch (CancellationException e) {
            return List.of(new Trouble(
                    "Cluster " + cluster.id(), "did not answer in time", "look at its API server, and ask again"));
        }
    }
}
