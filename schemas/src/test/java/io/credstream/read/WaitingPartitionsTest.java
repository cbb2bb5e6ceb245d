package io.credstream.read;

import static io.credstream.read.NewerRecords.TOPIC;
import static io.credstream.read.NewerRecords.garbage;
import static io.credstream.read.NewerRecords.newer;
import static io.credstream.read.NewerRecords.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingPartitionsTest {

    private static final TopicPartition FIRST = new TopicPartition(TOPIC.name(), 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC.name(), 1);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final WaitingPartitions waiting = new WaitingPartitions(List.of(TOPIC), SkippedRecords.NONE);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.seek(FIRST, 5);
        consumer.seek(SECOND, 5);
    }

    @Test
    void handsOutWhatComesBeforeTheNewerRecordAndGoesBackToIt() {
        assertThat(readable(
                        FIRST, List.of(value("a", 0, 2), garbage("b", 0, 3), newer("c", 0, 4, 8), value("d", 0, 5))))
                .extracting(ConsumerRecord::offset)
                .containsExactly(2L, 3L);
        assertThat(consumer.position(FIRST)).isEqualTo(4);
        assertThat(consumer.paused()).containsExactly(FIRST);
        assertThat(waiting.contains(FIRST)).isTrue();
        assertThat(waiting.reasons()).singleElement().asString().contains("Cluster v8", "test.clusters-0@4");
    }

    @Test
    void otherPartitionsGoOn() {
        readable(FIRST, List.of(newer("c", 0, 4, 8)));
        assertThat(readable(SECOND, List.of(value("x", 1, 4)))).hasSize(1);
        assertThat(consumer.position(SECOND)).isEqualTo(5);
        assertThat(consumer.paused()).containsExactly(FIRST);
    }

    @Test
    void whatIsTakenAwayWaitsElsewhere() {
        readable(FIRST, List.of(newer("c", 0, 4, 8)));
        readable(SECOND, List.of(newer("d", 1, 4, 9)));
        waiting.retain(Set.of(SECOND));
        assertThat(waiting.contains(FIRST)).isFalse();
        assertThat(waiting.reasons()).singleElement().asString().contains("Cluster v9");
        waiting.retain(Set.of());
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void aRecordThatAnOperatorSkipsMakesNothingWaitAndTheNextOneDoes() {
        WaitingPartitions skipping =
                new WaitingPartitions(List.of(TOPIC), SkippedRecords.parse("test.clusters-0@4, test.clusters-1@5"));
        assertThat(skipping.readable(
                        consumer, FIRST, List.of(newer("c", 0, 4, 8), value("d", 0, 5), newer("e", 0, 6, 8))))
                .extracting(ConsumerRecord::offset)
                .containsExactly(4L, 5L);
        assertThat(skipping.reasons()).singleElement().asString().contains("test.clusters-0@6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"credstream.pins", "credstream.pins-0", "credstream.pins@7", "a b-0@7", "pins-0@x", "pins-0@7;"})
    void whatIsNotAPlaceIsRefusedByName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SkippedRecords.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void topicsThatItDoesNotKnowAreReadAsTheyAre() {
        TopicPartition other = new TopicPartition("other", 0);
        List<ConsumerRecord<String, byte[]>> records = List.of(newer("c", 0, 4, 8));
        assertThat(waiting.readable(consumer, other, records)).isEqualTo(records);
        assertThat(waiting.isEmpty()).isTrue();
    }

    private List<ConsumerRecord<String, byte[]>> readable(
            TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
        return waiting.readable(consumer, partition, records);
    }
}
