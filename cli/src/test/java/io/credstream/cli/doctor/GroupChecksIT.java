package io.credstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.Run;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GroupChecksIT {

    private static final TopicSetup SETUP = new TopicSetup(1, 1, Duration.ofDays(90));
    private static final String FROM_THE_BEGINNING =
            "reads them from the beginning by itself, and decides and writes nothing twice";

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static Admin admin;

    @SuppressWarnings("NullAway.Init")
    private String prefix;

    @SuppressWarnings("NullAway.Init")
    private Topics topics;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
        admin = KafkaClients.of(broker.bootstrapServers()).admin();
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void makeTopics(TestInfo test) throws InterruptedException {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        topics = Topics.withPrefix(prefix);
        SETUP.ensure(admin, topics);
    }

    @Test
    void aGroupThatHasReadEverythingIsFine() throws Exception {
        String updates = topics.manifestUpdates().name();
        send(updates, 2);
        commit("sink", updates, 2, id(updates) + "@2");

        Run run = doctor();

        assertThat(run.out()).contains("ok    Consumer group " + prefix + "sink: is 0 records behind");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void offsetsThatSomebodyMovedAreNamed() throws Exception {
        String updates = topics.manifestUpdates().name();
        send(updates, 3);
        commit("sink", updates, 1, "");

        assertThat(doctor().out())
                .contains("FIX   Consumer group " + prefix + "sink: has offsets of " + updates
                        + " that its service did not commit, or an older build did (1 partition); start the sink, which "
                        + FROM_THE_BEGINNING);
    }

    @Test
    void offsetsOfATopicThatWasDeletedAreNamed() throws Exception {
        String reports = topics.applyReports().name();
        String former = id(reports);
        Await.of(admin.deleteTopics(List.of(reports)).all());
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            SETUP.ensure(admin, topics);
            return !id(reports).equals(former);
        });
        // Brokers forget offsets with a topic; a service that has not noticed yet commits once more.
        commit("processor", reports, 0, "credstream/1 " + former + " state said 0 rest");

        Run run = doctor();

        assertThat(run.out())
                .contains("FIX   Consumer group " + prefix + "processor: has offsets of a former topic " + reports
                        + ", which was deleted (1 partition); start the processor, which " + FROM_THE_BEGINNING);
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void offsetsBeyondTheEndAreNamed() throws Exception {
        String updates = topics.manifestUpdates().name();
        send(updates, 1);
        commit("sink", updates, 5, id(updates) + "@5");

        assertThat(doctor().out())
                .contains("has offsets beyond the end of " + updates + " (1 partition); start the sink");
    }

    @Test
    void aServiceThatDoesNotRunIsToBeStarted() throws Exception {
        String updates = topics.manifestUpdates().name();
        send(updates, 4);
        commit("sink", updates, 1, id(updates) + "@1");

        assertThat(doctor().out())
                .contains("FIX   Consumer group " + prefix
                        + "sink: has no member, and there are records to read; start the sink");
    }

    @Test
    void aServiceWhoseGroupWasDeletedIsToBeStarted() throws Exception {
        send(topics.manifests().name(), 1);

        assertThat(doctor().out())
                .contains("FIX   Consumer group " + prefix
                        + "processor: has no member and no offset, and there are records to read; start the processor");
    }

    @Test
    void clustersThatNobodyWatchesAreNamed() throws Exception {
        send(topics.clusters().name(), 1);
        send(topics.clusterStatus().name(), 1);

        assertThat(doctor().out())
                .contains("FIX   Consumer group " + prefix
                        + "ingest: has no member, so nobody watches the clusters; start the ingest");
    }

    @Test
    void aFleetThatWasLostIsToBeAppliedAgain() throws Exception {
        send(topics.clusterStatus().name(), 1);

        assertThat(doctor().out())
                .contains("FIX   Topic " + topics.clusters().name()
                        + ": is empty, though clusters have been watched: it was"
                        + " lost; apply the fleet file again with 'credstream fleet apply'");
    }

    private Run doctor() {
        return Run.of("doctor", "--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", prefix);
    }

    private static String id(String topic) throws InterruptedException {
        return Objects.requireNonNull(
                        Await.of(admin.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic))
                .topicId()
                .toString();
    }

    private void commit(String service, String topic, long offset, String metadata) throws InterruptedException {
        Await.of(admin.alterConsumerGroupOffsets(
                        prefix + service, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset, metadata)))
                .all());
    }

    private static void send(String topic, int records) throws Exception {
        try (Producer<String, byte[]> producer =
                KafkaClients.of(broker.bootstrapServers()).producer(Map.of())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "key-" + i, new byte[1]))
                        .get();
            }
        }
    }
}
