package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;

import io.credstream.processor.Driver.Part;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that are spoilt at random, up to the stages: whatever can be decoded, no exception ends a task. */
class SpoiltRecordsTest {

    private static final Duration FUZZ = Duration.ofSeconds(Long.getLong("credstream.fuzz.seconds", 4));
    private static final int ROUND = 300;

    /** A valid record. */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    private record Valid(Topic<?> topic, String key, byte[] value) {
        static <V extends Record> Valid of(Topic<V> topic, String key, V value) {
            return new Valid(topic, key, topic.serde().encode(value));
        }
    }

    private static final List<Valid> VALID = List.of(
            Valid.of(TOPICS.clusters(), KCP, Sample.cluster(KCP)),
            Valid.of(TOPICS.clusterStatus(), KCP, Sample.listed(KCP)),
            Valid.of(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c1")),
            Valid.of(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1)),
            Valid.of(TOPICS.manifests(), MANIFEST.key(), Sample.manifest(MANIFEST, 1)));

    @Test
    void noSpoiltRecordEndsATask() {
        long seed = Long.getLong("credstream.fuzz.seed", System.nanoTime());
        System.out.println("fuzz of the stages: seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + FUZZ.toNanos();
        while (System.nanoTime() < end) {
            try (Driver driver = new Driver(Part.BOTH)) {
                VALID.forEach(valid -> driver.raw(valid.topic(), valid.key(), valid.value()));
                for (int i = 0; i < ROUND && System.nanoTime() < end; i++) {
                    Valid valid = VALID.get(random.nextInt(VALID.size()));
                    byte[] spoilt = spoil(valid.value(), random);
                    try {
                        driver.raw(valid.topic(), valid.key(), spoilt);
                    } catch (RuntimeException e) {
                        throw new AssertionError(
                                "seed " + seed + ": " + valid.topic() + " "
                                        + HexFormat.of().formatHex(spoilt),
                                e);
                    }
                }
            }
        }
    }

    /** Behind the fingerprint, so that much of it can still be decoded. */
    private static byte[] spoil(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            int at = 10 + random.nextInt(bytes.length - 10);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) (bytes[at] ^ (1 << random.nextInt(Byte.SIZE)));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (bytes[at] + 2);
                default -> Arrays.fill(bytes, at, Math.min(at + 3, bytes.length), (byte) ('0' + random.nextInt(75)));
            }
        }
        return bytes;
    }
}
