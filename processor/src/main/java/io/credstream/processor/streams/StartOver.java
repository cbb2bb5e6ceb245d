package io.credstream.processor.streams;

import org.apache.kafka.common.KafkaException;

/**
 * Ends a stream thread whose tasks know or wait for what is no longer true of the topics. The thread that replaces it reads again
 * from the beginning whatever its offsets no longer vouch for.
 */
public final class StartOver extends KafkaException {

    private static final long serialVersionUID = 1L;

    StartOver(String reason) {
        super(reason);
    }
}
