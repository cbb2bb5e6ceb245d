package io.credstream.cli.log;

import java.io.Serial;
import org.apache.kafka.common.KafkaException;

/** No broker listens where one should. */
public final class AbsentBroker extends KafkaException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String line;

    AbsentBroker(String servers) {
        this.line = "No Kafka broker listens at " + servers
                + "; start one with 'credstream up -f fleet.yaml', or name another with --bootstrap-servers";
    }

    @Override
    public String getMessage() {
        return line;
    }
}
