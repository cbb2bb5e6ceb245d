package io.credstream.processor.oracle;

import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lifecycle-manager's keychain by brute force: all entries of all credentials, sorted, the first key that covers.
 *
 * @param used the entries under that key
 * @param covering per credential the first of its entries that covers
 */
record Coverage(List<RegistryEntry> used, Map<ObjectRef, String> covering) {

    private record Line(String key, RegistryEntry entry, ObjectRef owner) {}

    static Coverage of(@Nullable String repository, List<Credential> credentials) {
        List<RegistryEntry> used = new ArrayList<>();
        Map<ObjectRef, String> covering = new TreeMap<>();
        Map<ObjectRef, Line> best = new TreeMap<>();
        if (repository != null) {
            String first = "";
            for (Line line : ring(credentials)) {
                if (covers(line.key(), target(repository))) {
                    first = first.isEmpty() ? line.key() : first;
                    if (line.key().equals(first)) {
                        used.add(line.entry());
                    }
                    best.merge(
                            line.owner(),
                            line,
                            (a, b) -> b.key().equals(a.key()) && a.entry().noLogin() != null ? b : a);
                }
            }
        }
        best.forEach((owner, line) -> {
            if (line.entry().noLogin() == null) {
                covering.put(owner, line.entry().registry());
            }
        });
        if (used.stream().noneMatch(entry -> entry.noLogin() == null)) {
            used.clear();
        }
        return new Coverage(used, covering);
    }

    private static List<Line> ring(List<Credential> credentials) {
        List<Line> ring = new ArrayList<>();
        for (Credential credential : credentials) {
            for (RegistryEntry entry : credential.registries()) {
                if (credential.problem() == null) {
                    ring.add(new Line(key(entry.registry()), entry, credential.ref()));
                }
            }
        }
        ring.sort((a, b) -> b.key().compareTo(a.key()));
        return ring;
    }

    private static String key(String registry) {
        return registry;
    }

    private static String target(String repository) {
        String first = repository.split("/", -1)[0];
        if (!first.contains(".") && !first.contains(":")) {
            return "index.docker.io/" + (repository.contains("/") ? "" : "library/") + repository;
        }
        return repository.startsWith("docker.io/") ? "index." + repository : repository;
    }

    /** A star in a URI's host is not allowed, so it travels under another name. */
    private static boolean covers(String key, String target) {
        URI glob = URI.create("https://" + key.replace("*", "star"));
        URI url = URI.create("https://" + target);
        String[] globs = glob.getHost().replace("star", "*").split("\\.", -1);
        String[] labels = url.getHost().split("\\.", -1);
        boolean covers = glob.getPort() == url.getPort()
                && globs.length == labels.length
                && url.getPath().startsWith(glob.getPath());
        for (int i = 0; covers && i < globs.length; i++) {
            covers = FileSystems.getDefault().getPathMatcher("glob:" + globs[i]).matches(Path.of(labels[i]));
        }
        return covers;
    }
}
