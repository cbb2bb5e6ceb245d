package io.credstream.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ObjectRef;
import io.credstream.model.Order.Action.Mode;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same log gives the same answers, to the byte, however it is read. */
class DeterminismTest {

    private static final int LOGS = 1_000;
    private static final int RECORDS = 40;
    private static final List<Mode> MODES = List.of(Mode.values());
    private static final String[] NAMES = {"a", "b", "c"};
    private static final String[] LABELS = {"one", "two", "three"};

    @Test
    void oneByOneOrInBatches() {
        for (int seed = 0; seed < LOGS; seed++) {
            Random random = new Random(seed);
            TestLog log = randomLog(random);

            String oneByOne = answers(oneByOne(log));
            String inBatches = answers(inBatches(log, random));

            assertThat(inBatches).as("seed %d", seed).isEqualTo(oneByOne);
        }
    }

    private static TestLog randomLog(Random random) {
        TestLog log = new TestLog().controlPlane();
        for (int i = 0; i < RECORDS; i++) {
            String name = pick(random, NAMES);
            switch (random.nextInt(12)) {
                case 0, 1 -> log.credential(name, pick(random, LABELS), pick(random, LABELS));
                case 2 -> log.template(name, random.nextBoolean() ? pick(random, LABELS) : null);
                case 3, 4 -> log.manifest(name, pick(random, NAMES));
                case 5 -> log.delete(TestLog.TOPICS.credentials(), name);
                case 6 -> log.pin(name, random.nextBoolean() ? pick(random, LABELS) : null, expiry(log, random));
                case 7 -> {
                    if (log.facts()
                            .latest(TestLog.TOPICS.pins())
                            .get(TestLog.ref(name).key())
                            .isPresent()) {
                        log.release(name);
                    }
                }
                case 8 -> log.brake(MODES.get(random.nextInt(MODES.size())));
                case 9 -> log.leave();
                case 10 -> log.controlPlaneAlone();
                default -> log.delete(TestLog.TOPICS.templates(), name);
            }
        }
        return log;
    }

    /** Before what is asked for, after it, or never. */
    private static @Nullable Instant expiry(TestLog log, Random random) {
        int seconds = random.nextInt(RECORDS);
        return seconds % 2 == 0 ? null : log.now().plusSeconds(seconds);
    }

    private static Fleet oneByOne(TestLog log) {
        Fleet fleet = Fleet.of(new Facts(TestLog.TOPICS, log.now()));
        log.replay(fleet);
        return fleet;
    }

    /** The first batch at once, then others, each with its topics in another order; within a topic the order stays. */
    private static Fleet inBatches(TestLog log, Random random) {
        Batches batches = new Batches();
        log.replay(batches);
        Facts first = new Facts(TestLog.TOPICS, log.now());
        batches.take(random, random.nextInt(RECORDS), first);
        Fleet fleet = Fleet.of(first);
        while (!batches.isEmpty()) {
            batches.take(random, 1 + random.nextInt(RECORDS), fleet);
        }
        return fleet;
    }

    private static String answers(Fleet fleet) {
        List<String> answers = new ArrayList<>();
        for (ObjectRef manifest : fleet.manifests()) {
            Outcome outcome = fleet.outcome(manifest);
            answers.add(outcome.manifest() + " "
                    + outcome.decision()
                    + outcome.binding().map(binding -> " by " + binding.template() + binding.layers()));
        }
        return String.join("\n", answers) + fleet.users();
    }

    private static String pick(Random random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    /** What is still to be read, by topic. */
    private static final class Batches implements LogSink {

        private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
        private LogSink sink = this;

        @Override
        public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
            waiting.computeIfAbsent(topic.name(), name -> new ArrayDeque<>()).add(() -> sink.accept(topic, record));
        }

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        void take(Random random, int records, LogSink into) {
            sink = into;
            for (int i = 0; i < records && !waiting.isEmpty(); i++) {
                List<String> topics = List.copyOf(waiting.keySet());
                String topic = topics.get(random.nextInt(topics.size()));
                waiting.getOrDefault(topic, new ArrayDeque<>()).remove().run();
                waiting.computeIfPresent(topic, (name, left) -> left.isEmpty() ? null : left);
            }
        }
    }
}
