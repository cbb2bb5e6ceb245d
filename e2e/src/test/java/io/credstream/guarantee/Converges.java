package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * When nothing changes any more, the topics say what is on the clusters, the Manifests are what the {@link Oracle} expects, and
 * nothing is pending.
 */
public final class Converges implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        assertThat(world.services().failures()).isEmpty();
        new TopicsEqualClusters().verify(world);
        assertThat(new Oracle(world).complaints()).as("Manifests").isEmpty();
        assertThat(world.contents().latest(world.topics().manifestUpdates()).records())
                .as("pending")
                .isEmpty();
    }

    /** What is wrong with the Manifests of one control plane, whatever the others are like. */
    public static List<String> complaintsAbout(TestFleet world, String controlPlane) {
        return new Oracle(world)
                .complaints().stream()
                        .filter(complaint -> complaint.startsWith(controlPlane + "/"))
                        .toList();
    }
}
