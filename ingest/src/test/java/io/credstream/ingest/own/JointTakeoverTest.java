package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JointTakeoverTest {

    private final JointTakeover together = new JointTakeover(List.of(0, 2));

    @Test
    void nobodyGoesOnBeforeAllHaveSaidTheirGaps() throws InterruptedException {
        together.said(2);
        together.said(2);
        assertThat(together.await(Duration.ZERO)).isFalse();
        together.said(0);
        assertThat(together.await(Duration.ZERO)).isTrue();
    }
}
