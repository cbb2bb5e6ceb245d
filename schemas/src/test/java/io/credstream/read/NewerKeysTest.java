package io.credstream.read;

import static io.credstream.read.NewerRecords.TOPIC;
import static io.credstream.read.NewerRecords.garbage;
import static io.credstream.read.NewerRecords.newer;
import static io.credstream.read.NewerRecords.tombstone;
import static io.credstream.read.NewerRecords.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class NewerKeysTest {

    private final NewerKeys keys = new NewerKeys();

    @Test
    void whatCanBeReadOrIsGarbageIsNotNewer() {
        take(value("a", 0, 0));
        take(tombstone("b", 0, 1));
        take(garbage("c", 0, 2));
        assertThat(keys.isEmpty()).isTrue();
        assertThat(keys.newest()).isEmpty();
    }

    @Test
    void aKeyIsNewerUntilItsNextRecordThatCanBeRead() {
        take(newer("a", 0, 0, 8));
        take(newer("b", 0, 1, 8));
        take(newer("c", 0, 2, 8));
        assertThat(keys.size()).isEqualTo(3);
        take(value("a", 0, 3));
        take(tombstone("b", 0, 4));
        assertThat(keys.newest()).map(NewerRecord::key).contains("c");
        take(garbage("c", 0, 5));
        assertThat(keys.isEmpty()).as("garbage says nothing about the key").isFalse();
        take(tombstone("c", 0, 6));
        assertThat(keys.isEmpty()).isTrue();
    }

    @Test
    void theNewestVersionIsTheOneToWaitFor() {
        take(newer("a", 0, 7, 8));
        take(newer("b", 1, 4, 11));
        take(newer("c", 2, 9, 9));
        assertThat(keys.newest())
                .map(NewerRecord::describe)
                .hasValueSatisfying(
                        said -> assertThat(said)
                                .matches(
                                        "waits for a build that reads Cluster v11 \\(this build knows v\\d+\\), at test.clusters-1@4"));
    }

    @Test
    void aSecondNewerRecordOfAKeyTakesThePlaceOfTheFirst() {
        take(newer("a", 0, 0, 11));
        take(newer("a", 0, 1, 8));
        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.newest()).map(record -> record.schema().version()).contains(8);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        keys.take(TopicRecord.of(TOPIC, record));
    }
}
