package io.credstream.guarantee;

import io.credstream.topics.KafkaClients;

/** The Kafka that a world stands on. */
public interface Brokers extends AutoCloseable {

    /** For the test itself, which may do everything. */
    KafkaClients clients();

    /** For a service, with what it has to say to be let in. */
    default KafkaClients clients(Service service) {
        return clients();
    }

    /** Of a topic. */
    default int replicas() {
        return 1;
    }

    @Override
    void close();
}
