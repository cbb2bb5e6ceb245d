package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingsTest {

    private static final Topic<Credential> TOPIC = Topics.withPrefix("").credentials();
    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.SECRET, "1");
    private static final ObjectRef REF = ref(0);

    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aliveIsWhatAFoldOfEverythingFinds(int seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Version version = new Version(random.nextInt(3), Integer.toString(1 + random.nextInt(1_000)));
            ObjectRef ref = ref(random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> delete(ref, version);
                case 1 -> add(new ProducerRecord<>(TOPIC.name(), 0, ref.key(), new byte[] {1, 2, 3}));
                default -> add(observed(ref, version));
            }
        }
        LatestByKey<Credential> latest = new LatestByKey<>();
        log.forEach(record -> latest.accept(TopicRecord.of(TOPIC, record)));
        // Then
        assertThat(standings().byKey().entrySet().stream()
                        .filter(entry -> entry.getValue().alive())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().version())))
                .isEqualTo(latest.records().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue().value().version())));
    }

    @Test
    void aKeyThatOnlyANewerBuildCanReadIsNamed() {
        ProducerRecord<String, byte[]> newer = observed(REF, new Version(1, "5"));
        newer.value()[2] ^= 0x55;
        newer.headers().remove(SchemaHeader.NAME);
        newer.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.US_ASCII));
        add(newer);
        assertThat(standings().newer()).containsExactly(REF.key());
    }

    @Test
    void whatIsNotWantedIsCountedAndNoMore() {
        add(observed(REF, new Version(1, "5")));
        add(observed(ref(1), new Version(1, "5")));
        Standings standings = new Standings(TOPIC, REF.key()::equals);
        log.forEach(standings::take);
        assertThat(standings.byKey()).containsOnlyKeys(REF.key());
        assertThat(standings.taken()).isEqualTo(2);
    }

    private Standings standings() {
        Standings standings = new Standings(TOPIC, key -> true);
        log.forEach(standings::take);
        return standings;
    }

    private static ProducerRecord<String, byte[]> observed(ObjectRef ref, Version version) {
        Credential credential = new Credential(ref, "uid", version, Map.of(), List.of(), Map.of(), null, null, CAUSE);
        return TOPIC.record(ref.key(), credential, 1);
    }

    private void delete(ObjectRef ref, Version version) {
        add(TOPIC.tombstone(ref.key(), new Deletion(Deletion.Reason.WATCH, "uid", version, CAUSE), 1));
    }

    private void add(ProducerRecord<String, byte[]> record) {
        ConsumerRecord<String, byte[]> read =
                new ConsumerRecord<>(record.topic(), 0, log.size(), record.key(), record.value());
        record.headers().forEach(read.headers()::add);
        log.add(read);
    }

    private static ObjectRef ref(int number) {
        return new ObjectRef("kcp", "ns", "secret-" + number);
    }
}
