package io.credstream.read;

import io.credstream.topics.Await;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * On which a snapshot of a topic is made; under others it says nothing.
 *
 * @param topic its id, which another one of the same name does not have
 * @param schema the fingerprint of what its values are read as
 * @param tombstones for how long a tombstone is there at least, after which a deletion can no longer be seen
 */
record Terms(Uuid topic, long schema, Duration tombstones) {

    /** Those of topics that exist, by name, as far as the brokers tell. */
    static Map<String, Terms> of(Admin admin, Collection<? extends Topic<?>> topics) throws InterruptedException {
        List<String> names = topics.stream().map(Topic::name).toList();
        List<ConfigResource> resources = names.stream().map(Terms::resource).toList();
        var asked = admin.describeTopics(names).allTopicNames();
        Map<ConfigResource, Config> configs =
                Await.of(admin.describeConfigs(resources).all());
        Map<String, TopicDescription> descriptions = Await.of(asked);
        Map<String, Terms> terms = new HashMap<>();
        for (Topic<?> topic : topics) {
            TopicDescription description = descriptions.get(topic.name());
            Config config = configs.get(resource(topic.name()));
            ConfigEntry retention = config == null ? null : config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
            if (description != null && retention != null) {
                long schema =
                        SchemaNormalization.parsingFingerprint64(topic.serde().schema());
                Duration tombstones = Duration.ofMillis(Long.parseLong(retention.value()));
                terms.put(topic.name(), new Terms(description.topicId(), schema, tombstones));
            }
        }
        return terms;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
