package io.credstream.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.e2e.Play;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.NoForeignSelectorTouched;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, of which two suffice: one that dies amid the work takes nothing with it. */
@Tag("docker")
@Timeout(600)
class ThreeBrokersIT {

    @TempDir
    Path folder;

    private KafkaCluster brokers;
    private TestFleet world;

    @BeforeEach
    void start() {
        brokers = KafkaCluster.start(3);
        world = new TestFleet(folder, brokers);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBrokerThatDiesTakesNothingWithIt() throws Exception {
        // Given a fleet at work, whose topics and whose processor's state are on every broker
        Play play = Play.on(world);
        NoForeignSelectorTouched foreign = play.foreignSelectors();
        world.services().startAll(2);
        new Converges().holdsSoon(world);
        assertThat(replicas())
                .hasSizeGreaterThan(world.topics().all().size())
                .allSatisfy((topic, replicas) -> assertThat(replicas).as(topic).isEqualTo(3));
        Map<String, List<String>> before = history();
        // When the leader of some partitions dies while decisions are under way
        int decided = world.contents().log(world.topics().manifestUpdates()).size();
        play.changeEverything();
        await().atMost(Guarantee.SOON)
                .until(() ->
                        world.contents().log(world.topics().manifestUpdates()).size() > decided);
        brokers.kill(1);
        play.rotate("kcp-eu", "not-a-password-while-it-dies");
        // Then
        new Converges().holdsSoon(world);
        // And it goes on without.
        play.rotate("kcp-ap", "not-a-password-after-it-died");
        new Converges().holdsSoon(world);
        Guarantee.always().forEach(guarantee -> guarantee.verify(world));
        foreign.verify(world);
        Map<String, List<String>> after = history();
        assertThat(before)
                .allSatisfy((partition, records) -> assertThat(after.getOrDefault(partition, List.of()))
                        .as(partition)
                        .startsWith(records.toArray(String[]::new)));
        world.services().awaitReady();
    }

    private Map<String, Integer> replicas() throws InterruptedException, ExecutionException {
        Map<String, Integer> replicas = new HashMap<>();
        try (Admin admin = world.kafka().admin()) {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            topics.forEach((name, topic) ->
                    replicas.put(name, topic.partitions().getFirst().replicas().size()));
        }
        return replicas;
    }

    /** Every record of the topics that keep history, in order, by partition. */
    private Map<String, List<String>> history() {
        Map<String, List<String>> history = new HashMap<>();
        for (Topic<?> topic : List.of(
                world.topics().clusters(),
                world.topics().credentials(),
                world.topics().templates(),
                world.topics().manifests(),
                world.topics().manifestUpdates(),
                world.topics().applyReports())) {
            for (ConsumerRecord<String, byte[]> record : world.contents().raw(topic)) {
                history.computeIfAbsent(record.topic() + "-" + record.partition(), first -> new ArrayList<>())
                        .add(record.offset() + " " + record.key());
            }
        }
        return history;
    }
}
