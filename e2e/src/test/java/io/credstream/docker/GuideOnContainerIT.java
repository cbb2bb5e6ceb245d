package io.credstream.docker;

import io.credstream.e2e.GuideIT;
import io.credstream.guarantee.Brokers;
import org.junit.jupiter.api.Tag;

/** The example of the guide, on the public image of Kafka. */
@Tag("docker")
class GuideOnContainerIT extends GuideIT {

    @Override
    protected Brokers brokers() {
        return KafkaCluster.start(1);
    }
}
