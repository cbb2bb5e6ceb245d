package io.credstream.processor.streams;

import io.credstream.model.Cause;
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
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the coordinates of undecodable records to the dead letters and goes on, as after records that Kafka does not take, of which
 * it sends what they are about. (Kafka Streams' own dead letters copy value,
 * headers and stack trace: whatever is in them would travel.)
 */
public final class DeadLetters implements DeserializationExceptionHandler, ProductionExceptionHandler {

    static final String SERVICE = Cause.Request.PROCESSOR;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String TOPIC_SETTING = "credstream.dead-letters";
    private static final String NOT_CONFIGURED = "not configured";
    private static final String COUNT_SETTING = "credstream.dead-letter-count";

    private @Nullable Topic<DeadLetter> topic;
    private @Nullable DeadLetterCount count;

    /** The settings that make Kafka Streams use this handler: it makes the handler itself, from its settings alone. */
    public static Map<String, Object> settings(Topic<DeadLetter> topic, DeadLetterCount count) {
        return Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                DeadLetters.class.getName(),
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
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
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Coordinates at = new Coordinates(record.topic(), record.partition(), record.offset());
        DeadLetter.Code code =
                exception instanceof RecordTooLargeException ? DeadLetter.Code.TOO_LARGE : DeadLetter.Code.UNDECODABLE;
        return DeserializationExceptionHandler.Response.resume(
                List.of(letter(new DeadLetter(SERVICE, code, null, at), at.describe())));
    }

    /** What the brokers say of a record itself ends that record alone; everything else is not about a record. */
    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        DeadLetter.Code code;
        if (exception instanceof RecordTooLargeException || exception instanceof RecordBatchTooLargeException) {
            code = DeadLetter.Code.TOO_LARGE;
        } else if (exception instanceof InvalidRecordException || exception instanceof SerializationException) {
            code = DeadLetter.Code.FAULT;
        } else {
            return ProductionExceptionHandler.Response.fail();
        }
        return refused(context, record, code);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kafka Streams has it
    public ProductionExceptionHandler.Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return refused(
                context,
                record,
                exception instanceof RecordTooLargeException ? DeadLetter.Code.TOO_LARGE : DeadLetter.Code.FAULT);
    }

    private ProductionExceptionHandler.Response refused(
            ErrorHandlerContext context, ProducerRecord<?, ?> record, DeadLetter.Code code) {
        if (record.topic().equals(Objects.requireNonNull(topic, NOT_CONFIGURED).name())) {
            return ProductionExceptionHandler.Response.resume(); // a dead letter of a dead letter would be another one
        }
        String object =
                record.key() instanceof byte[] key ? new String(key, StandardCharsets.UTF_8) : "" + record.key();
        String named = object.length() > RecordBudget.KEY ? null : object;
        Cause cause = context.topic() == null
                ? new Cause.Request(SERVICE, "evaluation")
                : new Coordinates(context.topic(), context.partition(), context.offset());
        DeadLetter letter = new DeadLetter(SERVICE, code, named, cause);
        return ProductionExceptionHandler.Response.resume(
                List.of(letter(letter, record.topic() + ":" + (named == null ? cause.describe() : named))));
    }

    private ProducerRecord<byte[], byte[]> letter(DeadLetter letter, String key) {
        Topic<DeadLetter> deadLetters = Objects.requireNonNull(topic, NOT_CONFIGURED);
        LOG.atWarn()
                .addKeyValue(LogKeys.CAUSE, letter.cause().describe())
                .addKeyValue(LogKeys.OBJECT, letter.object())
                .addKeyValue(LogKeys.REASON, letter.code())
                .log("A record was put aside");
        Objects.requireNonNull(count, NOT_CONFIGURED).add(letter.code());
        Headers headers = new RecordHeaders();
        byte[] value = deadLetters.serde().encode(letter, headers);
        return new ProducerRecord<>(deadLetters.name(), null, key.getBytes(StandardCharsets.UTF_8), value, headers);
    }
}
