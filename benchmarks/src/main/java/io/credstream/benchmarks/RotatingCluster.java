package io.credstream.benchmarks;

import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoObjects;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.util.Optional;

/** A control plane with one credential, one module and one Manifest of it: what a rotation takes to get through. */
public final class RotatingCluster {

    private static final String KYMA = "kyma-a";
    private static final String MODULE = "template-operator";
    private static final String SELECTOR = "test-operator";
    private static final Duration LOOK = Duration.ofNanos(100_000);

    private final EmbeddedCluster cluster;
    private final ClusterUser user;
    private int round;

    public RotatingCluster(EmbeddedCluster cluster) {
        this.cluster = cluster;
        this.user = cluster.as("benchmark");
        user.apply(DemoObjects.template(DemoFleet.NAMESPACE, MODULE, SELECTOR));
        user.apply(DemoObjects.manifest(KYMA, MODULE, false));
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    /** Another password. */
    public void rotate() {
        user.apply(DemoObjects.secret(DemoFleet.NAMESPACE, "registry-cred", SELECTOR, "fake-" + round++));
    }

    /** Rotates, and waits for the Manifest to be patched because of it. Returns how long that took, in nanoseconds. */
    public long propagate() throws InterruptedException {
        Optional<String> before = revision();
        long begun = System.nanoTime();
        rotate();
        while (before.equals(revision())) {
            Thread.sleep(LOOK);
        }
        return System.nanoTime() - begun;
    }

    private Optional<String> revision() {
        return user.get(ResourceKind.MANIFESTS, DemoFleet.NAMESPACE, KYMA + "-" + MODULE)
                .map(manifest -> manifest.at("/metadata/annotations")
                        .path(ManifestAnnotations.REVISION)
                        .asText(""));
    }
}
