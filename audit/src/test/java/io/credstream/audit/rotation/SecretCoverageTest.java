package io.credstream.audit.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Fingerprinting;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.FurtherSecret;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretCoverageTest {

    private static final Fingerprinting COMPLETE = new Fingerprinting("k1", List.of(Field.values()));
    private static final Cause CAUSE = new Cause.Request("test", "test");
    private static final List<FurtherSecret> NONE = List.of();

    private final SecretUse use = new SecretUse(new Secrets(Set.of("k1:leaked")), Set.of("k1"));
    private long offset;

    @Test
    void aRecordOfTheFirstSchemaCoversWhatClientsPreferOnly() {
        tell("one", credential("one", null, null, NONE));

        assertThat(use.coverage().uncovered())
                .containsExactly(new SecretCoverage.Uncovered(
                        ref("one"), Set.of(Field.PASSWORD, Field.AUTH, Field.IDENTITY_TOKEN), null));
        assertThat(use.coverage().since("kcp", Field.REGISTRY_TOKEN)).isNull();
    }

    @Test
    void fieldsAreCoveredFromTheLastRecordOnThatWasNot() {
        tell("one", credential("one", null, null, NONE));
        tell("two", credential("two", null, null, NONE));
        tell("one", credential("one", null, COMPLETE, NONE));
        tell("new", credential("new", null, COMPLETE, NONE));
        Instant last = tell("two", credential("two", null, COMPLETE, NONE));
        tell("one", credential("one", null, COMPLETE, NONE));

        assertThat(use.coverage().uncovered()).isEmpty();
        assertThat(use.coverage().since("kcp", Field.PASSWORD)).isEqualTo(last);
        assertThat(use.coverage().since("kcp", Field.REGISTRY_TOKEN)).isNull();
        assertThat(use.coverage().clusters()).containsExactly("kcp");
    }

    @Test
    void whatIsGoneNeedsNoCoverButWasNotCoveredUntilThen() {
        tell("one", credential("one", null, null, NONE));
        Instant gone = at();
        use.accept(new TopicRecord.Tombstone<>(ref("one").key(), null, coordinates(), gone));

        assertThat(use.coverage().uncovered()).isEmpty();
        assertThat(use.coverage().since("kcp", Field.AUTH)).isEqualTo(gone);
    }

    @Test
    void dataThatCouldNotBeReadIsNotCoveredAndDataThatAreNotThereAre() {
        tell("malformed", credential("malformed", Problem.MALFORMED, new Fingerprinting("k1", List.of()), NONE));
        tell("before", credential("before", Problem.WRONG_TYPE, null, NONE));
        tell("missing", credential("missing", Problem.MISSING_DATA, COMPLETE, NONE));
        tell("missing-before", credential("missing-before", Problem.MISSING_DATA, null, NONE));

        assertThat(use.coverage().uncovered())
                .containsExactlyInAnyOrder(
                        new SecretCoverage.Uncovered(ref("malformed"), Set.of(Field.values()), Problem.MALFORMED),
                        new SecretCoverage.Uncovered(ref("before"), Set.of(Field.values()), Problem.WRONG_TYPE));
    }

    @Test
    void aSecretIsFoundBesideTheOneThatClientsPreferAndWhereNoRegistryIsNamed() {
        FurtherSecret leaked = new FurtherSecret("reg.io", Map.of("k1", "leaked"));
        FurtherSecret unnamed = new FurtherSecret("", Map.of("k1", "leaked"));
        Instant from = tell("one", credential("one", null, COMPLETE, List.of(leaked)));
        tell("two", credential("two", null, COMPLETE, List.of(unnamed)));
        Instant to = tell("one", credential("one", null, COMPLETE, NONE));

        assertThat(use.stays())
                .extracting(SecretUse.Stay::credential, SecretUse.Stay::registry, SecretUse.Stay::to)
                .containsExactly(tuple(ref("one"), "reg.io", to), tuple(ref("two"), "", null));
        assertThat(use.stays().getFirst().from()).isEqualTo(from);
    }

    /** Whether clients use it or not: somebody may who has it. */
    @Test
    void aSecretMayNotBeRevokedWhileItIsHeldBesideAnother() {
        Credential credential =
                credential("one", null, COMPLETE, List.of(new FurtherSecret("reg.io", Map.of("k1", "leaked"))));

        assertThat(new Secrets(Set.of("k1:leaked")).isIn(credential)).isTrue();
        assertThat(Secrets.of(credential).fingerprints()).containsExactlyInAnyOrder("k1:leaked", "k1:preferred");
    }

    private Instant tell(String name, Credential credential) {
        Instant time = at();
        use.accept(new TopicRecord.Value<>(ref(name).key(), credential, coordinates(), time));
        return time;
    }

    private Instant at() {
        return Instant.ofEpochSecond(1_000 + offset);
    }

    private Coordinates coordinates() {
        return new Coordinates("credentials", 0, offset++);
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("kcp", "kcp-system", name);
    }

    private static Credential credential(
            String name,
            @Nullable Problem problem,
            @Nullable Fingerprinting fingerprinting,
            List<FurtherSecret> further) {
        return new Credential(
                ref(name),
                "uid",
                Version.NONE,
                Map.of(),
                problem == null
                        ? List.of(new RegistryEntry("reg.io", Map.of("k1", "f"), Map.of("k1", "preferred"), "r"))
                        : List.of(),
                Map.of(),
                null,
                problem,
                further,
                fingerprinting,
                null,
                List.of(),
                CAUSE);
    }
}
