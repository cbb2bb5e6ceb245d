package io.credstream.cli.rotation;

import io.credstream.audit.rotation.SecretCoverage;
import io.credstream.audit.rotation.SecretCoverage.Uncovered;
import io.credstream.cli.text.Words;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be found on one cluster. Each field is covered since that moment; {@code null} where it was always covered, as far as
 * the log goes.
 *
 * @param notCovered credentials that are there, and hold secrets of which nothing can be said
 */
record Coverage(
        String cluster,
        @Nullable Instant password,
        @Nullable Instant auth,
        @Nullable Instant identitytoken,
        @Nullable Instant registrytoken,
        List<NotCovered> notCovered) {

    /** A credential that is not covered. */
    record NotCovered(ObjectRef credential, List<Field> fields, String because) {}

    static List<Coverage> of(SecretCoverage coverage) {
        Map<String, List<NotCovered>> lacking = coverage.uncovered().stream()
                .collect(Collectors.groupingBy(
                        credential -> credential.credential().cluster(),
                        Collectors.mapping(Coverage::notCovered, Collectors.toList())));
        return coverage.clusters().stream()
                .map(cluster -> new Coverage(
                        cluster,
                        coverage.since(cluster, Field.PASSWORD),
                        coverage.since(cluster, Field.AUTH),
                        coverage.since(cluster, Field.IDENTITY_TOKEN),
                        coverage.since(cluster, Field.REGISTRY_TOKEN),
                        lacking.getOrDefault(cluster, List.of())))
                .toList();
    }

    /** The moment since which everything on all clusters is covered; empty if that was always so. */
    static Optional<Instant> since(List<Coverage> rows) {
        return rows.stream()
                .flatMap(row -> Stream.of(row.password, row.auth, row.identitytoken, row.registrytoken))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    /** What is not covered, in a line. */
    static Optional<String> warning(List<Coverage> rows) {
        List<Coverage> lacking =
                rows.stream().filter(row -> !row.notCovered.isEmpty()).toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("Not covered: "
                        + lacking.stream().map(Coverage::line).collect(Collectors.joining("; "))
                        + ". -o json names each.");
    }

    private String line() {
        Map<String, Long> reasons = new TreeMap<>();
        notCovered.forEach(credential -> reasons.merge(credential.because(), 1L, Long::sum));
        return cluster
                + reasons.entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static NotCovered notCovered(Uncovered credential) {
        return new NotCovered(
                credential.credential(),
                List.copyOf(credential.fields()),
                credential.because() == null
                        ? "recorded by an earlier version, and not seen since"
                        : "without data that can be read: " + Words.joined(credential.because()));
    }
}
