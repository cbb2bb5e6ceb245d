package io.credstream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    /** A takeover takes the session, until survivors learn of it, and the work of it: in all a fifth of the session may be added. */
    @Test
    void survivorsLearnOfADeathWithinATwentiethOfTheSession() {
        assertThat(KafkaClients.membership(Duration.ofSeconds(10)))
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 500);
    }

    @Test
    void membersLearnOfThoseWhoComeWithinSecondsHoweverLongTheSession() {
        assertThat(KafkaClients.membership(Duration.ofMinutes(5))).containsEntry("heartbeat.interval.ms", 3_000);
    }
}
