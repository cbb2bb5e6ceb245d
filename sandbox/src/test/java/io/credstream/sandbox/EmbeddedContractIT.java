package io.credstream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Holds the embedded API server to the contract. */
class EmbeddedContractIT {

    private static final EmbeddedFleet FLEET = EmbeddedFleet.start();

    @AfterAll
    static void stopFleet() {
        FLEET.close();
    }

    private static String adminKubeconfig() {
        return FLEET.cluster("contract").kubeconfig();
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

        /** The definitions of lifecycle-manager do not serve the older version. */
        @Test
        void everyVersionOfAKindShowsTheSameObject() {
            createManifest("m");
            var older = ok(api.get(manifests().replace("v1beta2", "v1beta1") + "/m"));
            assertThat(older.path("apiVersion").asText()).isEqualTo("operator.kyma-project.io/v1beta1");
            assertThat(older.at("/spec/version").asText()).isEqualTo("1.0.0");
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
