package io.credstream.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.NoSecretLeak;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.Await;
import io.credstream.topics.Retention;
import io.credstream.topics.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes a {@link Recording} of a {@link Scenario}, with the services of this version. */
final class Recorder {

    /** The paths of kubeconfigs are in the log, so they lie where they could lie anywhere. */
    private static final Path FOLDER = Path.of("target/recorded");

    /** Until then nothing may be compacted or deleted, whenever the log is read. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** A name of so few letters is somewhere by chance. */
    private static final int SHORT = 3;

    private Recorder() {}

    static void record(Recording recording) throws IOException, InterruptedException {
        delete();
        Files.createDirectories(FOLDER);
        TestFleet world = new TestFleet(FOLDER);
        Scenario scenario = new Scenario(world);
        try {
            scenario.play();
            new NoSecretLeak(scenario.passwords()).verify(world);
            keepForEver(world);
        } finally {
            world.close();
        }
        requireNothingOfThisMachine(world.brokerData());
        recording.keep(world.brokerData(), scenario.moments());
        delete();
    }

    private static void keepForEver(TestFleet world) throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic<?> topic : world.topics().all()) {
            Map<String, String> settings = switch (topic.retention()) {
                case HISTORY -> Retention.HISTORY.settings(FOR_EVER);
                case LATEST -> Map.of(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE));
                case MONTH -> Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
            };
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                    settings.entrySet().stream()
                            .map(setting -> new AlterConfigOp(
                                    new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                            .toList());
        }
        try (Admin admin = world.kafka().admin()) {
            Await.of(admin.incrementalAlterConfigs(changes).all());
        }
    }

    private static void requireNothingOfThisMachine(Path broker) throws IOException {
        List<String> names = Stream.of(
                        InetAddress.getLocalHost().getHostName(),
                        Path.of("").toAbsolutePath().toString(),
                        System.getProperty("java.io.tmpdir"),
                        System.getProperty("user.home"))
                .filter(name -> name.length() > SHORT)
                .toList();
        try (Stream<Path> files = Files.walk(broker)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(names).as(file.toString()).noneMatch(content::contains);
            }
        }
    }

    private static void delete() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
