package io.credstream.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What every service is told of Kafka.
 *
 * @param topics of the fleet; their prefix is that of consumer groups and transactional ids too
 * @param topicSetup how topics that are missing are made
 * @param sessionTimeout how long an instance may be unheard of before others take its work over
 */
public record KafkaSetup(KafkaClients clients, Topics topics, TopicSetup topicSetup, Duration sessionTimeout) {

    /** All problems at once are what the exception says. */
    public KafkaSetup {
        List<String> problems = new ArrayList<>();
        if (clients.bootstrapServers().isBlank()) {
            problems.add("bootstrapServers: is empty; write host:port");
        }
        if (!topics.prefix().matches("[a-zA-Z0-9._-]{0,100}")) {
            problems.add("topicPrefix: is no part of a topic's name; write letters, digits, '.', '_' and '-'");
        }
        if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("sessionTimeout: is " + sessionTimeout + "; write at least 1 s");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /** Defaults for everything but the brokers. */
    public static KafkaSetup of(KafkaClients clients) {
        return of(clients, TopicSetup.DEFAULTS);
    }

    /** Defaults for everything but the brokers and what topics are like. */
    public static KafkaSetup of(KafkaClients clients, TopicSetup topicSetup) {
        return new KafkaSetup(
                clients, Topics.withPrefix(Topics.DEFAULT_PREFIX), topicSetup, KafkaClients.SESSION_TIMEOUT);
    }

    /** Another time for which an instance may be unheard of. */
    public KafkaSetup withSessionTimeout(Duration timeout) {
        return new KafkaSetup(clients, topics, topicSetup, timeout);
    }
}
