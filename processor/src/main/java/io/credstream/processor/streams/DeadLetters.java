package io.credstream.processor.streams;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.observe.DeadLetterCount;
import io.credstream.observe.LogKeys;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the coordinates of undecodable records to the dead letters and goes on. (Kafka Streams' own dead letters copy value,
 * headers and stack trace: whatever is in them would travel.)
 */
public final class DeadLetters implements DeserializationExceptionHandler {

    static final String SERVICE = "processor";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String TOPIC_SETTING = "credstream.dead-letters";
    private static final String COUNT_SETTING = "credstream.dead-letter-count";

    private @Nullable Topic<DeadLetter> topic;
    private @Nullable DeadLetterCount count;

    /** The settings that make Kafka Streams use this handler: it makes the handler itself, from its settings alone. */
    public static Map<String, Object> settings(Topic<DeadLetter> topic, DeadLetterCount count) {
        return Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                DeadLetters.class.getName(),
                TOPIC_SETTING,
                topic,
                COUNT_SETTING,
                count);
    }

    @Override
    @SuppressWarnings("unchecked") // only settings() puts it there
    public void configure(Map<String, ?> configs) {
        topic = (Topic<DeadLetter>) Objects.requireNonNull(configs.get(TOPIC_SETTING), TOPIC_SETTING);
        count = (DeadLetterCount) Objects.requireNonNull(configs.get(COUNT_SETTING), COUNT_SETTING);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Topic<DeadLetter> deadLetters = Objects.requireNonNull(topic, "not configured");
        Coordinates at = new Coordinates(record.topic(), record.partition(), record.offset());
        DeadLetter letter = new DeadLetter(SERVICE, DeadLetter.Code.UNDECODABLE, null, at);
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, at.topic())
                .addKeyValue(LogKeys.PARTITION, at.partition())
                .addKeyValue(LogKeys.OFFSET, at.offset())
                .log("Undecodable record was put aside");
        Objects.requireNonNull(count, "not configured").add(letter.code());
        byte[] key = at.describe().getBytes(StandardCharsets.UTF_8);
        return Response.resume(List.of(new ProducerRecord<>(
                deadLetters.name(), key, deadLetters.serde().encode(letter))));
    }
}
