package io.credstream.testkit.contract;

import io.credstream.sandbox.api.EmbeddedFleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

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
    }

    @Nested
    class Client extends ClientContract {
        @Override
        protected String kubeconfig() {
            return adminKubeconfig();
        }
    }
}
