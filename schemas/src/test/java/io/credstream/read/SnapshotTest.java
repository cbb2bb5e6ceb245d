package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final Instant TAKEN = Instant.parse("2026-01-31T08:00:00Z");
    private static final Uuid TOPIC = Uuid.randomUuid();

    @Test
    void holdsForHalfOfTheTimeThatTombstonesAreKept() {
        Terms day = new Terms(TOPIC, 1, Duration.ofDays(1));
        assertThat(taken(day).holds(day, TAKEN)).isTrue();
        assertThat(taken(day).holds(day, TAKEN.plus(Duration.ofHours(12)).minusMillis(1)))
                .isTrue();
        assertThat(taken(day).holds(day, TAKEN.plus(Duration.ofHours(12)))).isFalse();
    }

    @Test
    void holdsForAMonthAtMost() {
        Terms year = new Terms(TOPIC, 1, Duration.ofDays(365));
        assertThat(taken(year).holds(year, TAKEN.plus(Duration.ofDays(29)))).isTrue();
        assertThat(taken(year).holds(year, TAKEN.plus(Duration.ofDays(30)))).isFalse();
    }

    @Test
    void doesNotHoldWhereTombstonesAreNotKept() {
        Terms none = new Terms(TOPIC, 1, Duration.ZERO);
        assertThat(taken(none).holds(none, TAKEN)).isFalse();
    }

    @Test
    void doesNotHoldBeforeItWasTaken() {
        Terms terms = new Terms(TOPIC, 1, Duration.ofDays(90));
        assertThat(taken(terms).holds(terms, TAKEN.minusMillis(1))).isFalse();
    }

    @Test
    void doesNotHoldOnOtherTerms() {
        Duration days = Duration.ofDays(90);
        Snapshot snapshot = taken(new Terms(TOPIC, 1, days));
        assertThat(snapshot.holds(new Terms(TOPIC, 1, days), TAKEN)).isTrue();
        assertThat(snapshot.holds(new Terms(Uuid.randomUuid(), 1, days), TAKEN)).isFalse();
        assertThat(snapshot.holds(new Terms(TOPIC, 2, days), TAKEN)).isFalse();
        assertThat(snapshot.holds(new Terms(TOPIC, 1, days.plusDays(1)), TAKEN)).isFalse();
    }

    private static Snapshot taken(Terms terms) {
        return new Snapshot(terms, TAKEN, List.of());
    }
}
