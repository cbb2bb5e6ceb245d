package io.credstream.docker;

import io.credstream.e2e.CrashIT;
import io.credstream.guarantee.Brokers;
import org.junit.jupiter.api.Tag;

/** Services that die or sleep, on the public image of Kafka. */
@Tag("docker")
class CrashOnContainerIT extends CrashIT {

    @Override
    protected Brokers brokers() {
        return KafkaCluster.start(1);
    }
}
