package io.credstream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.topics.Topic.CoPartitioned;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PartitionCountsTest {

    private static final Topics TOPICS = Topics.withPrefix("");

    /** Whichever of its group it is. */
    @ParameterizedTest
    @EnumSource(value = CoPartitioned.class, mode = Mode.EXCLUDE, names = "ALONE")
    void onlyTheTopicThatWasAlteredDiffers(CoPartitioned group) {
        for (Topic<?> altered : TOPICS.all()) {
            if (altered.coPartitioned() == group) {
                Map<String, Integer> counts = all(4);
                counts.put(altered.name(), 6);
                assertThat(PartitionCounts.uneven(TOPICS, counts))
                        .containsExactly(new TopicDifference.OtherPartitions(altered.name(), 6, 4));
            }
        }
    }

    @Test
    void topicsThatStandAloneMayHaveAnyNumber() {
        Map<String, Integer> counts = all(4);
        counts.put("dead-letters", 1);
        counts.put("manifest-updates", 7);
        assertThat(PartitionCounts.uneven(TOPICS, counts)).isEmpty();
    }

    @Test
    void ofTwoTheOneWithMoreIsTheAlteredOne() {
        assertThat(PartitionCounts.uneven(TOPICS, Map.of("credentials", 3, "templates", 2)))
                .containsExactly(new TopicDifference.OtherPartitions("credentials", 3, 2));
    }

    /** Whatever the numbers are: what it says of a sound topic by mistake must not cost anything. */
    @Test
    void nothingIsEverToBeDeleted() {
        for (List<Integer> five : List.of(List.of(4, 6, 6, 6, 4), List.of(1, 4, 4, 4, 4), List.of(1, 2, 3, 4, 5))) {
            Map<String, Integer> counts = all(4);
            List<String> names = List.of("clusters", "cluster-status", "inventory", "credentials", "templates");
            names.forEach(name -> counts.put(name, five.get(names.indexOf(name))));
            assertThat(PartitionCounts.uneven(TOPICS, counts)).isNotEmpty().allSatisfy(difference -> {
                assertThat(difference.fix()).contains("credstream topics copy").doesNotContain("anew", "delete");
            });
        }
    }

    @Test
    void aWriterIsConcernedWithItsGroups() {
        Map<String, Integer> counts = all(4);
        counts.put("pins", 5);
        counts.remove("orders");
        assertThatCode(() -> require(counts, CoPartitioned.BY_CLUSTER)).doesNotThrowAnyException();
        assertThatThrownBy(() -> require(counts, CoPartitioned.BY_MANIFEST, CoPartitioned.BY_CLUSTER))
                .isInstanceOf(UnfitTopicsException.class)
                .hasMessageStartingWith("topic pins has 5 partitions, the topics that are read with it have 4; stop");
    }

    private static void require(Map<String, Integer> counts, CoPartitioned... groups) {
        PartitionCounts.requireEven(TOPICS, Set.copyOf(Arrays.asList(groups)), name -> counts.getOrDefault(name, 0));
    }

    private static Map<String, Integer> all(int partitions) {
        Map<String, Integer> counts = new HashMap<>();
        TOPICS.all().forEach(topic -> counts.put(topic.name(), partitions));
        return counts;
    }
}
