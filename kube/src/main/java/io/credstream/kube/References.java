package io.credstream.kube;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a kubeconfig may refer to files, and against what their paths are resolved.
 *
 * <p>minikube, and many a hand-made kubeconfig, keep certificates in files beside it. An operator who may write a kubeconfig
 * on this machine may read those files too. Of a kubeconfig from a cluster neither is true: it could send any file of ours
 * to a server of its choice.
 */
final class References {

    static final References NONE = new References(null);

    private static final int MAX_BYTES = 1 << 20;

    private final @Nullable Path folder;

    private References(@Nullable Path folder) {
        this.folder = folder;
    }

    static References relativeTo(Path kubeconfig) {
        return new References(kubeconfig.getParent());
    }

    /** The text of the file that a field names; empty, with a problem, if there is none to be had. */
    Optional<String> read(Fields fields, String field) {
        String path = fields.path() + field;
        if (folder == null) {
            fields.problems().refuse(path, "would read a file of this machine", "put its content into the kubeconfig");
            return Optional.empty();
        }
        Optional<String> named = fields.text(field);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = bounded(folder.resolve(named.get()), MAX_BYTES);
            if (bytes.length > MAX_BYTES) {
                fields.problems().add(path, "refers to a file larger than 1 MiB", "name the right file");
                return Optional.empty();
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            fields.problems().add(path, "refers to a file that cannot be read", "check the path and its permissions");
            return Optional.empty();
        }
    }

    /**
     * A file, up to one byte more than a limit.
     *
     * @throws IOException also if it is none, but a pipe or a device, which may never end or never begin
     */
    static byte[] bounded(Path file, int limit) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(limit + 1);
        }
    }
}
