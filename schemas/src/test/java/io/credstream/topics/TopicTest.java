package io.credstream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.HoldDown;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TopicTest {

    private final Topics topics = Topics.withPrefix("test.");

    @Test
    void everythingOfOneClusterIsInOnePartition() {
        int clusters = topics.clusters().partition("kcp-eu", 16);
        assertThat(topics.credentials().partition("kcp-eu/kcp-system/a", 16)).isEqualTo(clusters);
        assertThat(topics.templates().partition("kcp-eu/kcp-system/b", 16)).isEqualTo(clusters);
        assertThat(topics.inventory().partition("kcp-eu/secrets/kcp-system/a", 16))
                .isEqualTo(clusters);
    }

    @Test
    void historyIsNeverCompactedInsideItsWindow() {
        Map<String, String> settings = Retention.HISTORY.settings(Duration.ofDays(90));
        assertThat(settings)
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "7776000000")
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .doesNotContainKey("max.compaction.lag.ms");
    }

    @Test
    void deletionTravelsInHeaders() {
        Deletion deletion = new Deletion(
                Deletion.Reason.RESYNC,
                "uid",
                new Version(2, "77"),
                new Cause.Observation("kcp-eu", Kind.MANIFEST, "77"));
        RecordHeaders headers = new RecordHeaders();
        DeletionHeaders.write(deletion, headers);
        assertThat(DeletionHeaders.read(headers)).contains(deletion);
    }

    @Test
    void foreignTombstoneIsNoDeletion() {
        assertThat(DeletionHeaders.read(new RecordHeaders())).isEmpty();
    }

    @Test
    void holdDownTravelsInHeadersAndWhatIsNoneSaysNothing() {
        HoldDown holdDown = new HoldDown(Instant.parse("2026-01-01T00:10:00.123Z"), 3);
        RecordHeaders headers = new RecordHeaders();
        HoldDownHeaders.write(holdDown, headers);
        assertThat(HoldDownHeaders.read(headers)).contains(holdDown);
        assertThat(HoldDownHeaders.read(new RecordHeaders())).isEmpty();
        headers.remove("held-down-until").add("held-down-until", "soon".getBytes(StandardCharsets.UTF_8));
        assertThat(HoldDownHeaders.read(headers)).isEmpty();
    }
}
