package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Versioned;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.util.Set;
import java.util.TreeSet;

/** What is gone from a cluster is gone from every topic that is about it, and its tombstone says why. */
public final class DeletesPropagate implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        Set<String> inventory = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            Set<String> there = Projected.of(world, kind).keySet();
            switch (kind) {
                case SECRET -> verify(world, world.topics().credentials(), there);
                case MODULE_TEMPLATE -> verify(world, world.topics().templates(), there);
                case MANIFEST -> verify(world, world.topics().manifests(), there);
            }
            there.forEach(key -> inventory.add(InventoryEntry.key(kind, ObjectRef.parse(key))));
        }
        assertThat(world.contents().latest(world.topics().inventory()).records().keySet())
                .as("inventory")
                .isEqualTo(inventory);
        Set<String> templates = Projected.of(world, Kind.MODULE_TEMPLATE).keySet();
        for (int partition = 0; partition < TestFleet.PARTITIONS; partition++) {
            assertThat(bound(world, partition))
                    .as("bindings in partition " + partition)
                    .isEqualTo(templates);
        }
    }

    /** The templates that a partition has bindings of. */
    private static Set<String> bound(TestFleet world, int partition) {
        Set<String> templates = new TreeSet<>();
        world.contents().latest(world.topics().bindings(), partition).records().values().stream()
                .filter(record -> record.value().basis() == null)
                .forEach(record -> templates.add(record.value().template().key()));
        return templates;
    }

    private static <V extends Record & Versioned> void verify(TestFleet world, Topic<V> topic, Set<String> there) {
        assertThat(world.contents().latest(topic).records().keySet())
                .as(topic.name())
                .isEqualTo(there);
        assertThat(world.contents().log(topic)).as(topic.name()).noneMatch(DeletesPropagate::isUnexplained);
    }

    private static boolean isUnexplained(TopicRecord<?> record) {
        return record instanceof TopicRecord.Tombstone<?> tombstone && tombstone.deletion() == null;
    }
}
