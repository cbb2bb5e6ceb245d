package io.credstream.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Run;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicsIT {

    private static final int TOPICS =
            io.credstream.topics.Topics.withPrefix("").all().size();

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void whatIsMissingIsSaidAndMadeOnce() throws Exception {
        JsonNode missing =
                new JsonMapper().readTree(topics("check", "a.", "-o", "json").out());
        assertThat(missing).hasSize(TOPICS);
        assertThat(missing.at("/0/state").asText()).isEqualTo("Missing");
        assertThat(missing.at("/0/fix").asText()).contains("credstream topics apply");
        assertThat(topics("check", "a.").exitCode()).isEqualTo(3);

        Run first = topics("apply", "a.", "--partitions", "2");
        Run second = topics("apply", "a.", "--partitions", "2");

        assertThat(first.out()).contains("made a.credentials", TOPICS + " made, 0 were there, all fit.");
        assertThat(second.out().lines()).containsExactly("0 made, " + TOPICS + " were there, all fit.");
        Run check = topics("check", "a.");
        assertThat(check.out().lines()).containsExactly("All " + TOPICS + " topics are there and fit.");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void whatDoesNotFitIsLeftAloneAndExplained() throws Exception {
        try (var admin = KafkaClients.of(broker.bootstrapServers()).admin()) {
            admin.createTopics(List.of(
                            new NewTopic("b.credentials", 3, (short) 1), new NewTopic("b.templates", 2, (short) 1)))
                    .all()
                    .get();
        }

        Run check = topics("check", "b.");
        Run apply = topics("apply", "b.", "--partitions", "2");

        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out().lines())
                .anyMatch(line -> line.matches("b\\.credentials +Unfit +would lose history: cleanup.policy is delete +"
                        + "set it to compact: kafka-configs.sh .*"))
                .anyMatch(line ->
                        line.matches("b\\.credentials +Unfit +has 3 partitions, .* have 2 +stop the services and"
                                + " move to other topics with 'credstream topics copy --to-prefix NEW --partitions 3'"))
                .noneMatch(line -> line.matches("b\\.templates +Unfit +has .*"));
        assertThat(apply.exitCode()).isEqualTo(3);
        assertThat(apply.out())
                .contains("made b.manifests")
                .contains(
                        "topic b.credentials would lose history: message.timestamp.type is CreateTime; set it to LogAppendTime");
    }

    /** The one that was altered is named, and those that it does not fit any more are not. */
    @Test
    void aTopicThatGotMorePartitionsIsToldFromThoseThatAreSound() throws Exception {
        assertThat(topics("apply", "c.", "--partitions", "2").exitCode()).isZero();
        try (var admin = KafkaClients.of(broker.bootstrapServers()).admin()) {
            admin.createPartitions(Map.of("c.templates", NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }

        // What the controller knows reaches the broker a little later.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> topics("check", "c.").exitCode() == ExitCode.SOMETHING_TO_SEE.code());
        assertThat(topics("check", "c.").out().lines().skip(1))
                .singleElement()
                .asString()
                .matches(
                        "c\\.templates +Unfit +has 5 partitions, the topics that are read with it have 2 +stop the services"
                                + " and move to other topics with 'credstream topics copy --to-prefix NEW --partitions 5'");
    }

    /** What is printed as commands is what would be made. */
    @Test
    void theCatalogueIsPrintedForThoseWhoMakeTopicsThemselves() throws Exception {
        Run table = Run.of("topics", "print");
        Run commands = Run.of("topics", "print", "-o", "commands", "--bootstrap-servers", "kafka:9092");
        JsonNode rows = new JsonMapper()
                .readTree(Run.of("topics", "print", "-o", "json", "--history-window", "30d")
                        .out());

        assertThat(table.out().lines())
                .hasSize(TOPICS + 1)
                .anyMatch(line -> line.matches("credstream\\.dead-letters +16 +3 +delete +everything for 30d"));
        assertThat(commands.out().lines())
                .hasSize(TOPICS)
                .first()
                .isEqualTo("kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                        + " --topic credstream.clusters --partitions 16 --replication-factor 3"
                        + " --config cleanup.policy=compact --config delete.retention.ms=7776000000"
                        + " --config message.timestamp.type=LogAppendTime --config min.compaction.lag.ms=7776000000");
        assertThat(rows.at("/0/keeps").asText()).startsWith("everything for 30d");
        assertThat(rows.at("/0/settings/min.compaction.lag.ms").asText()).isEqualTo("2592000000");
    }

    private static Run topics(String command, String prefix, String... more) {
        return Run.of(Stream.concat(
                        Stream.of(
                                "topics",
                                command,
                                "--topic-prefix",
                                prefix,
                                "--bootstrap-servers",
                                broker.bootstrapServers()),
                        Stream.of(more))
                .toArray(String[]::new));
    }
}
