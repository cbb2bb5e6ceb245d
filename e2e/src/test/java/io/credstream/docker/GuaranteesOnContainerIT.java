package io.credstream.docker;

import io.credstream.e2e.GuaranteesIT;
import io.credstream.guarantee.Brokers;
import org.junit.jupiter.api.Tag;

/** The guarantees, on the public image of Kafka. */
@Tag("docker")
class GuaranteesOnContainerIT extends GuaranteesIT {

    @Override
    protected Brokers brokers() {
        return KafkaCluster.start(1);
    }
}
