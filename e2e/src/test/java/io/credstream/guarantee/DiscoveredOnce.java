package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.read.TopicRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Whoever watches a control plane, and however often that changes: a runtime whose Secret stays as it is becomes a member once,
 * and stays one.
 */
public final class DiscoveredOnce implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        List<String> expected = world.members().keySet().stream()
                .filter(id -> world.controlPlanes().stream().anyMatch(cp -> id.startsWith(cp.id() + ".")))
                .toList();
        assertThat(expected).as("runtimes to discover").isNotEmpty();
        List<String> written = new ArrayList<>();
        for (TopicRecord<Cluster> record : world.contents().log(world.topics().clusters())) {
            switch (record) {
                case TopicRecord.Value<Cluster> value -> {
                    if (value.value().access() instanceof KubeconfigSecret) {
                        written.add(value.key());
                    }
                }
                case TopicRecord.Tombstone<Cluster> tombstone -> written.add("without " + tombstone.key());
                case TopicRecord.Unreadable<Cluster> unreadable ->
                    written.add("unreadable " + unreadable.at().describe());
            }
        }
        assertThat(written).as("records of discovery").containsExactlyInAnyOrderElementsOf(expected);
    }
}
