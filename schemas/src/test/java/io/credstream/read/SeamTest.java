package io.credstream.read;

import static io.credstream.read.SnapshotFileTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SeamTest {

    private static final TopicPartition ZERO = new TopicPartition("topic", 0);
    private static final TopicPartition ONE = new TopicPartition("topic", 1);
    private static final byte[] VALUE = {1};

    private final Seam seam =
            new Seam(List.of(record(0, 9, "b", VALUE), record(0, 3, "a", VALUE), record(1, 5, "c", null)));

    @Test
    void goesOnAtTheLastRecordOfEachPartition() {
        assertThat(seam.line().offsets()).isEqualTo(Map.of(ZERO, 9L, ONE, 5L));
    }

    @Test
    void holdsWhereTheLogSaysTheSameThere() {
        take(List.of(record(0, 9, "b", VALUE), record(0, 10, "a", VALUE), record(1, 5, "c", null)));
        assertThat(seam.holds(Cut.START)).isTrue();
        assertThat(seam.holds(Cut.of(Map.of(ZERO, 3L, ONE, 5L)))).isTrue();
    }

    @Test
    void tearsWhereTheLogEndsBefore() {
        take(List.of(record(0, 9, "b", VALUE)));
        assertThat(seam.holds(Cut.START)).isFalse();
    }

    @Test
    void tearsWhereAnotherRecordHasThatOffset() {
        take(List.of(record(0, 9, "b", new byte[] {2}), record(1, 5, "c", null)));
        assertThat(seam.holds(Cut.START)).isFalse();
    }

    @Test
    void tearsWhereTheLastRecordIsGone() {
        take(List.of(record(0, 10, "b", VALUE), record(1, 5, "c", null)));
        assertThat(seam.holds(Cut.START)).isFalse();
    }

    @Test
    void tearsWhereTheLogHasLostWhatTheSnapshotHolds() {
        take(List.of(record(0, 9, "b", VALUE), record(1, 5, "c", null)));
        assertThat(seam.holds(Cut.of(Map.of(ZERO, 4L)))).isFalse();
    }

    private void take(List<ConsumerRecord<String, byte[]>> records) {
        records.forEach(seam::take);
    }
}
