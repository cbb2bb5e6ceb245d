package io.credstream.testkit.contract;

import io.credstream.testkit.apiserver.Definitions;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the contract to a real API server: once with our own definitions, and once with those of each version of
 * lifecycle-manager that are given.
 */
@Tag("kubernetes")
@ParameterizedClass
@MethodSource("definitions")
class RealContractIT {

    private static final String OURS = "ours";
    private static final String GIVEN = "credstream.crds";

    @TempDir
    static Path temporary;

    private static @Nullable RealApiServer server;

    @Parameter
    String definitions = OURS;

    /** The names of the folders within the one that is given, and ours. */
    static List<String> definitions() throws IOException {
        var names = new ArrayList<>(List.of(OURS));
        var given = System.getProperty(GIVEN, "");
        if (!given.isEmpty()) {
            try (var folders = Files.list(Path.of(given))) {
                folders.map(folder -> folder.getFileName().toString()).sorted().forEach(names::add);
            }
        }
        return names;
    }

    @BeforeParameterizedClassInvocation
    static void start(String definitions) throws IOException {
        server = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(temporary.resolve(definitions)));
        var installed = definitions.equals(OURS)
                ? Definitions.ours()
                : Definitions.in(Path.of(System.getProperty(GIVEN), definitions));
        installed.installOn(server.admin());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    private static String adminKubeconfig() {
        return Objects.requireNonNull(server).kubeconfig();
    }

    @Nested
    class Lists extends ListContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }

    @Nested
    class Patches extends PatchContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }

    @Nested
    class Writes extends WriteContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }

    @Nested
    class Client extends ClientContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }
}
