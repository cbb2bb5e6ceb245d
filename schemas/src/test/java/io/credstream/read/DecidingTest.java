package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecidingTest {

    private static final Topic<Credential> TOPIC = Topics.withPrefix("").credentials();
    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.SECRET, "1");
    private static final ObjectRef REF = ref(0);

    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatAFoldOfEverythingFinds(int seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Version version = version(random.nextInt(3), 1 + random.nextInt(1_000));
            if (random.nextInt(4) == 0) {
                delete(ref(random.nextInt(20)), version);
            } else {
                observe(ref(random.nextInt(20)), version);
            }
        }
        // Then
        assertThat(fold(deciding().records().orElseThrow()).records())
                .isEqualTo(fold(log.stream()
                                .map(record -> TopicRecord.of(TOPIC, record))
                                .toList())
                        .records());
    }

    @Test
    void whatIsReplacedIsNotLookedAtBehindItsVersion() {
        observe(REF, version(1, 10));
        cutShort();
        observe(REF, version(1, 11));
        assertThat(deciding().records().orElseThrow())
                .extracting(record -> record.at().offset())
                .containsExactly(1L);
    }

    @Test
    void saysNothingWhereTheLatestCannotBeRead() {
        observe(REF, version(1, 10));
        observe(REF, version(1, 11));
        cutShort();
        assertThat(deciding().records()).isEmpty();
    }

    @Test
    void saysNothingWhereATombstoneDoesNotSayWhatIsGone() {
        observe(REF, version(1, 10));
        add(TOPIC.tombstone(REF.key(), 1));
        observe(REF, version(1, 11));
        assertThat(deciding().records()).isEmpty();
    }

    @Test
    void saysNothingWhereAVersionCannotBeRead() {
        observe(REF, version(1, 10));
        add(new ProducerRecord<>(TOPIC.name(), 0, REF.key(), new byte[] {1, 2, 3}));
        observe(REF, version(1, 11));
        assertThat(deciding().records()).isEmpty();
    }

    private Deciding<Credential> deciding() {
        Deciding<Credential> deciding = new Deciding<>(TOPIC);
        log.forEach(deciding::take);
        return deciding;
    }

    private static LatestByKey<Credential> fold(List<TopicRecord<Credential>> records) {
        LatestByKey<Credential> latest = new LatestByKey<>();
        records.forEach(latest::accept);
        return latest;
    }

    private void observe(ObjectRef ref, Version version) {
        String uid = "uid-" + log.size();
        Credential credential =
                new Credential(ref, uid, version, Map.of("a", "b"), List.of(), Map.of(), null, null, CAUSE);
        add(TOPIC.record(ref.key(), credential, 1));
    }

    private void delete(ObjectRef ref, Version version) {
        add(TOPIC.tombstone(ref.key(), new Deletion(Deletion.Reason.WATCH, "uid", version, CAUSE), 1));
    }

    /** The last record loses its last byte. */
    private void cutShort() {
        ConsumerRecord<String, byte[]> last = log.removeLast();
        add(new ProducerRecord<>(TOPIC.name(), 0, last.key(), Arrays.copyOf(last.value(), last.value().length - 1)));
    }

    private void add(ProducerRecord<String, byte[]> sent) {
        var record = new ConsumerRecord<>(TOPIC.name(), 0, log.size(), sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);
        log.add(record);
    }

    private static Version version(long incarnation, int resourceVersion) {
        return new Version(incarnation, "" + resourceVersion);
    }

    private static ObjectRef ref(int number) {
        return new ObjectRef("kcp", "kcp-system", "regcred-" + number);
    }
}
