package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Kind;
import io.credstream.model.Versioned;
import io.credstream.read.LatestByKey;
import io.credstream.topics.Topic;
import java.util.Map;
import java.util.TreeMap;

/** The topics, read as everybody reads them, say what is on the clusters: no more and no less. */
public final class TopicsEqualClusters implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        assertThat(said(world, world.topics().credentials()))
                .as("credentials")
                .isEqualTo(Projected.of(world, Kind.SECRET));
        assertThat(said(world, world.topics().templates()))
                .as("templates")
                .isEqualTo(Projected.of(world, Kind.MODULE_TEMPLATE));
        assertThat(said(world, world.topics().manifests()))
                .as("manifests")
                .isEqualTo(Projected.of(world, Kind.MANIFEST));
    }

    private static <V extends Record & Versioned> Map<String, Versioned> said(TestFleet world, Topic<V> topic) {
        LatestByKey<V> latest = world.contents().latest(topic);
        Map<String, Versioned> said = new TreeMap<>();
        latest.records().forEach((key, record) -> said.put(key, Projected.timeless(record.value())));
        return said;
    }
}
