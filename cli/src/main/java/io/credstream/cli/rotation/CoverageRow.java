package io.credstream.cli.rotation;

import io.credstream.audit.rotation.SecretCoverage;
import io.credstream.audit.rotation.SecretCoverage.Uncovered;
import io.credstream.cli.text.Words;
import io.credstream.model.Fingerprinting.Field;
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
record CoverageRow(
        String cluster,
        @Nullable String password,
        @Nullable String auth,
        @Nullable String identitytoken,
        @Nullable String registrytoken,
        List<NotCovered> notCovered) {

    /** A credential that is not covered. */
    record NotCovered(String credential, List<String> fields, String because) {}

    static List<CoverageRow> of(SecretCoverage coverage) {
        Map<String, List<NotCovered>> lacking = coverage.uncovered().stream()
                .collect(Collectors.groupingBy(
                        credential -> credential.credential().cluster(),
                        Collectors.mapping(CoverageRow::notCovered, Collectors.toList())));
        return coverage.clusters().stream()
                .map(cluster -> new CoverageRow(
                        cluster,
                        since(coverage, cluster, Field.PASSWORD),
                        since(coverage, cluster, Field.AUTH),
                        since(coverage, cluster, Field.IDENTITY_TOKEN),
                        since(coverage, cluster, Field.REGISTRY_TOKEN),
                        lacking.getOrDefault(cluster, List.of())))
                .toList();
    }

    /** The moment since which everything on all clusters is covered; empty if that was always so. */
    static Optional<String> since(List<CoverageRow> rows) {
        return rows.stream()
                .flatMap(row -> Stream.of(row.password, row.auth, row.identitytoken, row.registrytoken))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Instant::parse));
    }

    /** What is not covered, in a line. */
    static Optional<String> warning(List<CoverageRow> rows) {
        List<CoverageRow> lacking =
                rows.stream().filter(row -> !row.notCovered.isEmpty()).toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("Not covered: "
                        + lacking.stream().map(CoverageRow::line).collect(Collectors.joining("; "))
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

    private static @Nullable String since(SecretCoverage coverage, String cluster, Field field) {
        Instant since = coverage.since(cluster, field);
        return since == null ? null : since.toString();
    }

    private static NotCovered notCovered(Uncovered credential) {
        return new NotCovered(
                credential.credential().key(),
                credential.fields().stream().map(Field::display).toList(),
                credential.because() == null
                        ? "recorded by an earlier version, and not seen since"
                        : "without data that can be read: " + Words.joined(credential.because()));
    }
}
