package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.ObjectFile;
import io.credstream.model.Kind;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is to be said of objects whatever is in them. */
final class ObjectFindings {
    private ObjectFindings() {}

    static List<Finding> unreadable(List<ObjectFile> files) {
        return files.stream()
                .flatMap(file -> file.unreadable().stream())
                .map(Finding::of)
                .toList();
    }

    /** Of versions that Credstream does not read, and of objects that are there twice. */
    static List<Finding> of(List<KubernetesObject> objects) {
        List<Finding> findings = new ArrayList<>();
        Map<String, KubernetesObject> seen = new HashMap<>();
        for (KubernetesObject object : objects) {
            if (!object.kind().equals(Kind.SECRET.display())
                    && !object.apiVersion().equals(apiVersion())) {
                findings.add(Finding.of(
                        Level.WARNING,
                        object,
                        object.place("apiVersion"),
                        "is of " + object.apiVersion() + ", and clusters are asked for " + apiVersion() + " only",
                        "write apiVersion: " + apiVersion()));
            }
            KubernetesObject before = seen.put(object.title(), object);
            if (before != null) {
                findings.add(Finding.of(
                        Level.WARNING,
                        object,
                        object.place(),
                        "stands at " + before.place() + " already; this one counts, being later",
                        "remove one of the two"));
            }
        }
        return findings;
    }

    /** Those of a kind that Credstream reads. */
    static List<KubernetesObject> relevant(List<ObjectFile> files) {
        return files.stream()
                .flatMap(file -> file.objects().stream())
                .filter(object -> kinds().anyMatch(kind -> object.isOf(kind)))
                .toList();
    }

    private static Stream<Kind> kinds() {
        return Arrays.stream(Kind.values());
    }

    private static String apiVersion() {
        return Kyma.GROUP + "/" + Kyma.API_VERSION;
    }
}
