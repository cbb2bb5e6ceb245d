package io.credstream.ingest.own;

import io.credstream.read.NewerRecord;
import io.credstream.topics.KafkaTrouble;

/**
 * A partition cannot be owned any longer, or not yet: somebody else took it over, or Kafka refuses what ownership needs. Only
 * taking it over anew, with all that it implies, can help.
 */
final class GivenUp extends Exception {

    private static final long serialVersionUID = 1L;

    GivenUp(RuntimeException cause) {
        super(reason(cause), cause);
    }

    /** What is the matter with Kafka, for a person. */
    static String reason(RuntimeException trouble) {
        return KafkaTrouble.describe(trouble);
    }

    /** Because of records that only a newer build can read. */
    GivenUp(NewerRecord record) {
        super(record.describe());
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
