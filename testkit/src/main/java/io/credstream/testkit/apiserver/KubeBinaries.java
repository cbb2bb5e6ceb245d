package io.credstream.testkit.apiserver;

import java.nio.file.Files;
import java.nio.file.Path;

/** The programs that a {@link RealApiServer} is made of. */
public record KubeBinaries(Path apiServer, Path etcd) {

    /** The system property that names their folder; the environment variable is the one other tools know too. */
    public static final String PROPERTY = "credstream.kubernetes.binaries";

    private static final String VARIABLE = "KUBE_API_TEST_DIR";

    /**
     * Finds them.
     *
     * @throws IllegalStateException if they are not there, saying how to get them
     */
    public static KubeBinaries find() {
        var folder = System.getProperty(PROPERTY, "");
        if (folder.isEmpty()) {
            folder = System.getenv().getOrDefault(VARIABLE, "");
        }
        var binaries = new KubeBinaries(Path.of(folder, "kube-apiserver"), Path.of(folder, "etcd"));
        if (folder.isEmpty() || !Files.isExecutable(binaries.apiServer) || !Files.isExecutable(binaries.etcd)) {
            throw new IllegalStateException(
                    "no kube-apiserver and etcd in '%s': let %s name their folder, which tools/build-kube prints once it has built them"
                            .formatted(folder, VARIABLE));
        }
        return binaries;
    }
}
