package io.credstream.sandbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Holds the embedded API server to the contract. */
class EmbeddedContractIT {

    private static final EmbeddedFleet FLEET = EmbeddedFleet.start();

    @AfterAll
    static void stopFleet() {
        FLEET.close();
    }

    private static String kubeconfigOfContractCluster() {
        return FLEET.cluster("contract").kubeconfig();
    }

    @Nested
    class Lists extends ListContract {
        @Override
        protected String kubeconfig() {
            return kubeconfigOfContractCluster();
        }
    }
}
