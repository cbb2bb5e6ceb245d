package io.credstream.cli.doctor;

import io.credstream.cli.doctor.ClusterApi.Unanswered;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Right.Account;
import io.credstream.cli.text.Words;
import io.credstream.model.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a cluster that answers lets an account do its work, and whether its clock agrees with ours. */
final class ClusterChecks {

    /** Certificates and tokens have margins of minutes; ages of what is shown are off by as much. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Account account;
    private final Clock clock;

    ClusterChecks(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    List<Finding> of(Cluster cluster, ClusterApi api) {
        try {
            List<Finding> findings = new ArrayList<>();
            findings.add(rights(cluster, api));
            time(cluster, api).ifPresent(findings::add);
            return findings;
        } catch (Unanswered e) {
            var trouble = io.credstream.kube.Trouble.of(e.status()).orElseGet(() -> io.credstream.kube.Trouble.of(e));
            return List.of(new Trouble(
                    "Cluster " + cluster.id(),
                    Words.spaced(trouble.condition()) + " (" + trouble.reason() + ")",
                    trouble.fix()));
        }
    }

    private Finding rights(Cluster cluster, ClusterApi api) {
        String what = "Rights on " + cluster.id();
        List<Right> wanted = Right.of(account, cluster);
        List<Right> missing;
        try {
            missing = wanted.stream().filter(right -> !api.allows(right)).toList();
        } catch (Unanswered e) {
            if (e.status() != 403 && e.status() != 404) {
                throw e;
            }
            return new Trouble(
                    what,
                    "cannot be asked (" + e.status() + ")",
                    "let this user create selfsubjectaccessreviews, as Kubernetes lets everybody unless told otherwise");
        }
        return missing.isEmpty()
                ? new Fine(what, wanted.isEmpty() ? "none are needed" : "all " + wanted.size() + " of them")
                : new Trouble(
                        what,
                        "may not " + missing.stream().map(Right::describe).collect(Collectors.joining(", ")),
                        "grant what deploy/rbac lists to the user of its kubeconfig");
    }

    private Optional<Finding> time(Cluster cluster, ClusterApi api) {
        Instant before = clock.instant();
        Optional<Instant> there = api.time();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Instant halfway = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        Duration ahead = Duration.between(halfway, there.get());
        String what = "Clock of " + cluster.id();
        if (ahead.abs().compareTo(TOLERANCE) <= 0) {
            return Optional.of(new Fine(what, "agrees with this one"));
        }
        return Optional.of(new Trouble(
                what,
                ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " this one",
                "set both by NTP; certificates and tokens depend on it"));
    }
}
