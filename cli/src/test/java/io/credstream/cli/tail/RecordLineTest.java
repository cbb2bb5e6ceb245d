package io.credstream.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.HoldDown;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord.Tombstone;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordLineTest {

    private static final Coordinates AT = new Coordinates("credstream.manifest-updates", 1, 42);
    private static final Instant TIME = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void aTombstoneSaysUntilWhenItsManifestIsHeldDown() {
        HoldDown holdDown = new HoldDown(TIME.plusSeconds(600), 1);
        assertThat(RecordLine.of(new Tombstone<ManifestUpdate>("kcp/ns/m", null, holdDown, AT, TIME)))
                .contains("\"heldDownUntil\":\"2026-11-30T12:10:00Z\"");
    }

    @Test
    void aTombstoneOfWhatIsSettledSaysNothingOfIt() {
        assertThat(RecordLine.of(new Tombstone<ManifestUpdate>("kcp/ns/m", null, AT, TIME)))
                .contains("\"tombstone\":{")
                .doesNotContain("heldDownUntil");
    }
}
