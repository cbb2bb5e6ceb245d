package io.credstream.ingest.own;

import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The limits of every record that ingest writes. What clusters say of themselves ends up in values, keys and headers alike, so
 * all three have one.
 */
final class Limits {

    /** As the processor has it: what is beyond has to be said where it was seen, not by who reads it. */
    static final int VALUE_BYTES = Topic.MAX_VALUE_BYTES;

    /** Four segments of an inventory's key, each of at most 253 characters in an API server that keeps to the rules. */
    static final int KEY_BYTES = 2_048;

    static final int HEADER_BYTES = 8_192;

    /** Of a name in a dead letter; what follows says nothing more about it. */
    private static final int NAME_LENGTH = 600;

    private Limits() {}

    static boolean allow(ProducerRecord<String, byte[]> record) {
        int headers = 0;
        for (Header header : record.headers()) {
            headers += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return (record.value() == null ? 0 : record.value().length) <= VALUE_BYTES
                && record.key().getBytes(StandardCharsets.UTF_8).length <= KEY_BYTES
                && headers <= HEADER_BYTES;
    }

    /** The text, or its beginning. */
    static String cut(String text) {
        if (text.length() <= NAME_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(NAME_LENGTH - 1)) ? NAME_LENGTH - 1 : NAME_LENGTH;
        return text.substring(0, end) + "…";
    }
}
