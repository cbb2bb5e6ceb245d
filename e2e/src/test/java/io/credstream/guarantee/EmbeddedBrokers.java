package io.credstream.guarantee;

import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import java.nio.file.Path;
import java.util.OptionalInt;

/** One broker in this JVM, that lets everybody do everything. */
record EmbeddedBrokers(EmbeddedBroker broker) implements Brokers {

    static EmbeddedBrokers start(Path data) {
        return new EmbeddedBrokers(EmbeddedBroker.start(data, OptionalInt.empty()));
    }

    @Override
    public KafkaClients clients() {
        return KafkaClients.of(broker.bootstrapServers());
    }

    @Override
    public void close() {
        broker.close();
    }
}
