package io.credstream.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final @Nullable Path folder;

    private References(@Nullable Path folder) {
        this.folder = folder;
    }

    static References relativeTo(Path kubeconfig) {
        return new References(kubeconfig.getParent());
    }

    boolean allowed() {
        return folder != null;
    }

    String read(String path) throws IOException {
        if (folder == null) {
            throw new IOException("references are not allowed here");
        }
        return Files.readString(folder.resolve(path));
    }
}
