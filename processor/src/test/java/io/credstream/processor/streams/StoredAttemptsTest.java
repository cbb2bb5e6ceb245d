package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.avro.AvroSerde;
import io.credstream.model.Cause;
import io.credstream.model.HoldDown;
import io.credstream.model.Version;
import io.credstream.rules.change.Aspect;
import io.credstream.rules.change.Lineage;
import io.credstream.rules.change.Lineage.Link;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Fight;
import io.credstream.rules.retry.LastDecision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredAttemptsTest {

    private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");
    private static final HoldDown HOLD_DOWN = new HoldDown(DUE.minusSeconds(60), 2);
    private static final Fight FIGHT = new Fight(List.of(DUE.minusSeconds(90), DUE.minusSeconds(80)), HOLD_DOWN);
    private static final LastDecision LAST = new LastDecision(
            "uid",
            "identity",
            "goal",
            new Version(2, "7"),
            "8",
            3,
            new Cause.Request("test", "decides"),
            new Lineage(
                    DUE.minusSeconds(100),
                    List.of(new Link(Aspect.INSTALL, new Cause.Request("test", "decides"), "before", "after"))));
    private static final AvroSerde<StoredAttempts> SERDE = AvroSerde.of(StoredAttempts.class);

    static Stream<Attempts> states() {
        return Stream.of(
                new Attempts.Sent(LAST, FIGHT, DUE),
                new Attempts.Fused(LAST, FIGHT),
                new Attempts.Failed(LAST, FIGHT, DUE),
                new Attempts.Applied(LAST, Fight.NONE, DUE),
                new Attempts.Applied(LAST, Fight.NONE, null),
                new Attempts.Rejected(LAST, FIGHT, DUE),
                new Attempts.Rejected(LAST, FIGHT, null),
                new Attempts.Held(LAST, HOLD_DOWN),
                new Attempts.Settled(LAST, FIGHT, DUE),
                new Attempts.Cleared(LAST, Fight.NONE, DUE));
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyStateIsReadAsItWasStored(Attempts attempts) {
        byte[] stored = SERDE.encode(StoredAttempts.of(attempts));

        assertThat(SERDE.decode(stored).attempts()).isEqualTo(attempts);
    }

    @Test
    void everyStateIsStored() {
        assertThat(states().map(Attempts::getClass).distinct())
                .hasSameSizeAs(StoredAttempts.Phase.values())
                .hasSize(leaves(Attempts.class));
    }

    /** No build wrote such a state; it is looked at once, and then like any other. */
    @Test
    void whatHasNoTimeWaitsForNothing() {
        StoredAttempts sent = StoredAttempts.of(new Attempts.Sent(LAST, FIGHT, DUE));
        StoredAttempts timeless = new StoredAttempts(
                sent.uid(),
                sent.phase(),
                sent.decision(),
                sent.goal(),
                sent.observed(),
                sent.written(),
                sent.attempt(),
                sent.cause(),
                null,
                sent.rounds(),
                sent.heldUntil(),
                sent.holds(),
                sent.since(),
                sent.links());

        assertThat(timeless.attempts().isDue(DUE)).isTrue();
    }

    private static int leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .mapToInt(StoredAttemptsTest::leaves)
                        .sum()
                : 1;
    }
}
