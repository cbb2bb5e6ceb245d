package io.credstream.cli.log;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Retention;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/** How far back the log keeps every event; before that, only the latest of every key is there. */
final class Window {

    private final KafkaClients clients;
    private final Topics topics;

    Window(KafkaClients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * Refuses a moment that the log cannot answer for.
     *
     * @throws Failure if it is outside the window
     */
    void check(Instant moment, Instant now, PrintWriter err) {
        Duration window;
        try {
            window = shortest();
        } catch (AuthorizationException e) {
            err.println("How far back the log keeps every event cannot be asked ("
                    + "DescribeConfigs on the topics is not allowed); the answer may lack what was compacted.");
            return;
        }
        Instant first = now.minus(window);
        if (moment.isBefore(first)) {
            throw new Failure(
                    ExitCode.CANNOT_KNOW,
                    List.of("The log keeps every event since " + first + " (" + TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG
                            + " of its topics); of what was before, only the latest of every key is left. "
                            + "Ask for a moment after that."));
        }
    }

    private Duration shortest() {
        List<ConfigResource> resources = topics.all().stream()
                .filter(topic -> topic.retention() == Retention.HISTORY)
                .map(Topic::name)
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try (Admin admin = clients.admin()) {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get();
            return configs.values().stream()
                    .map(config ->
                            config.get(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG).value())
                    .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                    .min(Duration::compareTo)
                    .orElse(Duration.ZERO);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
