package io.credstream.cli.get;

import io.credstream.cli.text.Glob;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which rows to show. */
final class Selection {

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Show these only: cluster/namespace/name or the end of it; '*' stands for any letters.")
    private List<String> names = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "ID",
            description = "Show what is on this cluster only; '*' stands for any letters.")
    private @Nullable String cluster;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Show what is in this namespace only.")
    private @Nullable String namespace;

    <R> List<R> of(List<R> rows, Function<R, Place> placed) {
        List<Pattern> wanted = names.stream().map(Glob::ofEnd).toList();
        return rows.stream().filter(row -> isMeant(placed.apply(row), wanted)).toList();
    }

    private boolean isMeant(Place place, List<Pattern> wanted) {
        return (cluster == null || matches(cluster, place.cluster()))
                && (namespace == null || matches(namespace, place.namespace()))
                && (wanted.isEmpty()
                        || wanted.stream().anyMatch(p -> p.matcher(place.path()).matches()));
    }

    private static boolean matches(String glob, String text) {
        return Glob.of(glob).matcher(text).matches();
    }
}
