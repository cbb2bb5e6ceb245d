package io.credstream.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.e2e.Terminal;
import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.TopicContents;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Binding;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.read.LatestByKey;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was recorded with earlier versions means the same to this one. {@code -Dcredstream.record=NAME} records one more with this version,
 * or one of them anew; {@code -Dcredstream.freeze} writes the answers to questions anew: look at what changed.
 */
class RecordedLogIT {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final Duration QUIET = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @BeforeAll
    static void record() throws IOException, InterruptedException {
        String name = System.getProperty("credstream.record");
        if (name != null) {
            Recorder.record(Recording.named(name));
        }
    }

    static List<String> recordings() {
        return Recording.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void questionsAreAnsweredAsThen(String name) throws IOException {
        Recording recording = Recording.named(name);
        try (EmbeddedBroker broker = start(recording)) {
            new Answers(recording, new Terminal(broker.bootstrapServers())).verify();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aProcessorGoesOnWhereThatOneStopped(String name) throws Exception {
        Recording recording = Recording.named(name);
        List<Throwable> failures = new ArrayList<>();
        try (EmbeddedBroker broker = start(recording);
                CapturedLogs logs = new CapturedLogs()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            TopicContents contents = new TopicContents(kafka, TOPICS);
            List<ManifestUpdate> decided = contents.values(TOPICS.manifestUpdates());
            Map<String, Binding> bound = bindings(contents);
            int letters = contents.values(TOPICS.deadLetters()).size();
            try (Processor processor = Processor.start(
                    ProcessorConfig.of(KafkaSetup.of(kafka), folder.resolve("state")),
                    Meters.unseen(),
                    failures::add)) {
                await().atMost(Guarantee.SOON).until(() -> processor.check().ready());
                // When something changes, and an operator lets a cluster go on
                send(
                        kafka,
                        changed(contents, "kcp-eu/kcp-system/missing-regular", "kcp-eu/kcp-system/elsewhere-regular"));
                Terminal.Said resumed = new Terminal(broker.bootstrapServers())
                        .run("resume", "--cluster", "kcp-ap", "--reason", "it is ready", "--user", "bob");
                assertThat(resumed.exitCode()).as(resumed.text()).isZero();
                // Then that is decided
                await().atMost(Guarantee.SOON)
                        .until(() -> contents.values(TOPICS.manifestUpdates()).size() >= decided.size() + 4);
                contents.endsOfHistory(QUIET);
            }
            // And nothing else, now or before
            assertThat(news(decided, contents.values(TOPICS.manifestUpdates())))
                    .extracting(update -> update.manifest().key() + " "
                            + update.layers().getFirst().desired())
                    .containsExactlyInAnyOrder(
                            "kcp-eu/kcp-system/a-missing " + selector("elsewhere"),
                            "kcp-eu/kcp-system/b-missing " + selector("elsewhere"),
                            "kcp-ap/kcp-system/a-bound " + selector("unused"),
                            "kcp-ap/kcp-system/b-bound " + selector("unused"));
            Map<String, Binding> after = bindings(contents);
            assertThat(after).hasSameSizeAs(bound);
            after.entrySet().removeAll(bound.entrySet());
            assertThat(after.values())
                    .extracting(binding -> binding.template().key())
                    .containsExactly("kcp-eu/kcp-system/missing-regular");
            assertThat(contents.values(TOPICS.deadLetters())).hasSize(letters);
            assertThat(logs.text()).doesNotContain("read again from their beginning");
        }
        assertThat(failures).isEmpty();
    }

    private EmbeddedBroker start(Recording recording) throws IOException {
        Path data = folder.resolve("broker");
        recording.restore(data);
        return EmbeddedBroker.start(data, OptionalInt.empty());
    }

    /** Whatever was said last; after a start all of it is said once more. */
    private static Map<String, Binding> bindings(TopicContents contents) {
        Map<String, Binding> bindings = new TreeMap<>();
        contents.latest(TOPICS.bindings()).records().forEach((key, record) -> bindings.put(key, record.value()));
        return bindings;
    }

    /** What was appended since. */
    private static <V> List<V> news(List<V> before, List<V> now) {
        List<V> news = new ArrayList<>(now);
        before.forEach(news::remove);
        return news;
    }

    /** As ingest would say it: one template asks for what another one does. */
    private static Template changed(TopicContents contents, String key, String like) {
        LatestByKey<Template> templates = contents.latest(TOPICS.templates());
        Template before = templates.get(key).orElseThrow();
        return new Template(
                before.ref(),
                before.uid(),
                new Version(before.version().incarnation(), before.version().resourceVersion() + "0"),
                before.component(),
                before.componentVersion(),
                before.moduleName(),
                before.channel(),
                before.mandatory(),
                before.repository(),
                templates.get(like).orElseThrow().layers(),
                before.problem(),
                before.cause());
    }

    private static void send(KafkaClients kafka, Template template) throws ExecutionException, InterruptedException {
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            producer.send(TOPICS.templates().record(template.ref().key(), template, TestFleet.PARTITIONS))
                    .get();
        }
    }

    private static String selector(String label) {
        return "{\"matchLabels\":{\"" + Yaml.SELECTOR + "\":\"" + label + "\"}}";
    }
}
