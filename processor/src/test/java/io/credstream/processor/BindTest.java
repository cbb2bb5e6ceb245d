package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.processor.Driver.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindTest {

    private static final String KEY = new Binding.Key(new Scope(KCP, null), TEMPLATE).text();

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.BIND, stores);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void tellsNothingBeforeTheClusterWasListed() {
        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 2, "c1"));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();

        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
        assertThat(onlyBinding())
                .returns(BindingState.BOUND, Binding::state)
                .returns(cause("cluster-status", 0), Binding::cause);
    }

    @Test
    void aRecordIsTheCauseOfWhatItChanges() {
        givenABoundTemplate();
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 3, "c2"));
        assertThat(onlyBinding().cause()).isEqualTo(cause("credentials", 1));
        driver.delete(TOPICS.credentials(), CREDENTIAL.key(), Sample.deletedAt(Kind.SECRET, 4));
        assertThat(onlyBinding())
                .returns(BindingState.NO_MATCH, Binding::state)
                .returns(cause("credentials", 2), Binding::cause);
    }

    @Test
    void whatIsOlderOrEqualChangesNothing() {
        givenABoundTemplate();

        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "old"));
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 0));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();

        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 2, "c1"));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
    }

    @Test
    void nothingOlderRevivesWhatIsGone() {
        givenABoundTemplate();
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 5));
        assertThat(driver.read(TOPICS.bindings())).containsExactly(gone());

        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 4));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 6));
        assertThat(onlyBinding().template()).isEqualTo(TEMPLATE);
    }

    @Test
    void versionsOfWhatIsGoneAreForgottenAfterAWhile() {
        givenABoundTemplate();
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 5));
        driver.delete(TOPICS.credentials(), CREDENTIAL.key(), Sample.deletedAt(Kind.SECRET, 5));
        driver.delete(TOPICS.clusters(), KCP);
        driver.delete(TOPICS.clusterStatus(), KCP);
        for (int i = 0; i < 13; i++) {
            driver.pass(Driver.EVALUATION);
        }
        assertThat(stores.isEmpty()).isTrue();
    }

    @Test
    void anEvaluationTellsNothingThatHasNotChanged() {
        givenABoundTemplate();
        driver.delete(TOPICS.templates(), Sample.ref("other").key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 5));
        assertThat(driver.read(TOPICS.bindings())).hasSize(1);
        driver.pass(Driver.EVALUATION.multipliedBy(3));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
    }

    /** A thousand Secrets with names of 60 letters made 352 MiB of 0.5 MiB when a binding listed its matches. */
    @Test
    void aThousandSecretsUnderOneSelectorWriteLessThanTheyTook() {
        givenABoundTemplate();
        long taken = 0;
        long told = 0;
        for (int i = 0; i < 1_000; i++) {
            ObjectRef ref = Sample.ref("x".repeat(60) + i);
            Credential credential = Sample.credential(ref, i + 10, "c" + i);
            taken += TOPICS.credentials().serde().encode(credential).length;
            driver.put(TOPICS.credentials(), ref.key(), credential);
            told += bytesTold();
        }
        driver.pass(Duration.ofSeconds(1));
        assertThat(told + bytesTold()).as("in each partition").isPositive().isLessThan(taken / 4);
    }

    /** A binding with all their names was larger than a broker takes, and ended the processor. */
    @Test
    void longNamesOfThousandsOfSecretsMakeNoRecordLarger() {
        givenFacts();
        driver.read(TOPICS.bindings());
        for (int i = 0; i < 4_600; i++) {
            ObjectRef ref = Sample.ref("x".repeat(235) + i);
            driver.put(TOPICS.credentials(), ref.key(), Sample.credential(ref, i + 10, "c" + i));
        }
        driver.read(TOPICS.bindings());
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 2));
        driver.pass(Duration.ofSeconds(2));

        assertThat(driver.read(TOPICS.bindings()))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(size(record)).isLessThan(1024));
        assertThat(driver.read(TOPICS.deadLetters())).isEmpty();
    }

    /** 5,000 of them kept the processor busy for 160 s, while another template waited for 35 s. */
    @Test
    void thousandsOfDeletionsUnderOneSelectorHoldUpNoOtherTemplate() {
        givenABoundTemplate();
        List<ObjectRef> secrets =
                IntStream.range(0, 5_000).mapToObj(i -> Sample.ref("s" + i)).toList();
        secrets.forEach(ref -> driver.put(TOPICS.credentials(), ref.key(), Sample.credential(ref, 10, "c")));
        driver.pass(Duration.ofSeconds(2));
        driver.read(TOPICS.bindings());

        ObjectRef other = Sample.ref("other");
        int records = 0;
        for (int i = 0; i < secrets.size(); i++) {
            driver.delete(TOPICS.credentials(), secrets.get(i).key(), Sample.deletedAt(Kind.SECRET, 11));
            records += driver.read(TOPICS.bindings()).size();
            if (i == secrets.size() / 2) {
                driver.put(TOPICS.templates(), other.key(), Sample.template(other, 1, Map.of("cred", "another")));
                assertThat(driver.readLatest(TOPICS.bindings())).containsKey(KCP + "/*/" + other.key());
            }
        }
        driver.pass(Duration.ofSeconds(2));
        assertThat(records + driver.read(TOPICS.bindings()).size())
                .as("records of 5,000 deletions, in each partition")
                .isBetween(1, 100);
    }

    @Test
    void whatIsToldDoesNotGrowWithTheMatches() {
        givenABoundTemplate();
        int largest = 0;
        int records = 0;
        for (int i = 0; i < 500; i++) {
            ObjectRef ref = Sample.ref("secret-with-a-name-that-is-not-short-" + i);
            driver.put(TOPICS.credentials(), ref.key(), Sample.credential(ref, i + 10, "c" + i));
            for (KeyValue<String, Optional<Binding>> told : driver.read(TOPICS.bindings())) {
                records++;
                largest = Math.max(largest, TOPICS.bindings().serde().encode(told.value.orElseThrow()).length);
            }
        }
        assertThat(largest).isLessThan(1024);
        assertThat(records).as("of a burst").isLessThan(80);

        driver.pass(Duration.ofSeconds(1));
        Binding last = onlyBinding();
        assertThat(last.cause()).as("the newest of what it was made of").isEqualTo(cause("credentials", 500));
        restart();
        driver.pass(Duration.ofMillis(100));
        assertThat(onlyBinding()).as("the same as if each had been told").isEqualTo(last);
    }

    @Test
    void aBurstOfOneTemplateHoldsUpNoOther() {
        givenABoundTemplate();
        for (int i = 0; i < 200; i++) {
            ObjectRef ref = Sample.ref("s" + i);
            driver.put(TOPICS.credentials(), ref.key(), Sample.credential(ref, i + 10, "c" + i));
        }
        driver.read(TOPICS.bindings());
        ObjectRef other = Sample.ref("other");
        driver.put(TOPICS.templates(), other.key(), Sample.template(other, 1, Map.of("cred", "another")));
        assertThat(driver.readLatest(TOPICS.bindings())).containsOnlyKeys(KCP + "/*/" + other.key());
    }

    @Test
    void aRestartTellsEverythingAgainWithItsCause() {
        givenFacts();
        Binding before = onlyBinding();
        restart();
        driver.pass(Duration.ofMillis(100));
        assertThat(onlyBinding()).isEqualTo(before);
    }

    @Test
    void aRemovalThatGotLostIsToldAgainAfterARestartAndForgottenLater() {
        givenABoundTemplate();
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 5));
        restart();
        driver.pass(Duration.ofMillis(100));
        assertThat(driver.read(TOPICS.bindings())).containsExactly(gone());
        driver.pass(Driver.EVALUATION);
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
    }

    @Test
    void aClusterThatLeavesTakesItsBindingsAlong() {
        givenABoundTemplate();
        driver.delete(TOPICS.clusters(), KCP);
        assertThat(driver.read(TOPICS.bindings())).containsExactly(gone());
    }

    @Test
    void aClusterThatLeftInARecordThatWasHalfProcessedTakesItsBindingsAlong() {
        givenABoundTemplate();
        Retained beforeTheCrash = stores.copy();
        driver.delete(TOPICS.clusters(), KCP);
        Retained halfProcessed = stores.copy();
        halfProcessed.replace("told-bindings", beforeTheCrash);

        driver.close();
        driver = new Driver(Part.BIND, halfProcessed);
        driver.pass(Duration.ofMillis(100));
        assertThat(driver.read(TOPICS.bindings())).containsExactly(gone());
    }

    @Test
    void aRuntimeThatMovesLeavesNothingBehind() {
        givenABoundTemplate();
        driver.put(TOPICS.clusters(), KCP, Sample.runtime(KCP, "kcp-us", "kyma"));
        Binding.Key now = new Binding.Key(new Scope("kcp-us", "kyma"), TEMPLATE);
        List<KeyValue<String, Optional<Binding>>> told = driver.read(TOPICS.bindings());
        assertThat(told).first().isEqualTo(gone());
        assertThat(told).last().satisfies(last -> {
            assertThat(last.key).isEqualTo(now.text());
            assertThat(last.value).isPresent();
        });
    }

    @Test
    void aClosedGateLetsNothingOutAndAnOpenedOneEverything() {
        ManualGate gate = new ManualGate();
        driver.close();
        driver = new Driver(Part.BIND, stores, gate, ManualGate.START);
        givenFacts();
        driver.put(TOPICS.templates(), Sample.ref("gone").key(), Sample.template(Sample.ref("gone"), 1));
        driver.delete(TOPICS.templates(), Sample.ref("gone").key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 2));
        driver.pass(Driver.EVALUATION);
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
        assertThat(gate.inputs()).hasSize(4);

        gate.open();
        driver.pass(Duration.ofMillis(100));
        Map<String, Optional<Binding>> told = driver.readLatest(TOPICS.bindings());
        assertThat(told).hasSize(2);
        assertThat(told.get(KEY))
                .hasValueSatisfying(binding -> assertThat(binding.cause())
                        .as("as if it had been told at once")
                        .isEqualTo(cause("cluster-status", 0)));
    }

    private long bytesTold() {
        return driver.read(TOPICS.bindings()).stream().mapToLong(BindTest::size).sum();
    }

    private static int size(KeyValue<String, Optional<Binding>> record) {
        return TOPICS.bindings().serde().encode(record.value.orElseThrow()).length;
    }

    private void givenABoundTemplate() {
        givenFacts();
        assertThat(driver.read(TOPICS.bindings())).isNotEmpty();
    }

    private void givenFacts() {
        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 2, "c1"));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
    }

    private void restart() {
        driver.close();
        driver = new Driver(Part.BIND, stores);
    }

    private Binding onlyBinding() {
        List<KeyValue<String, Optional<Binding>>> told = driver.read(TOPICS.bindings());
        assertThat(told).singleElement().satisfies(only -> assertThat(only.key).isEqualTo(KEY));
        return told.getFirst().value.orElseThrow();
    }

    private static KeyValue<String, Optional<Binding>> gone() {
        return KeyValue.pair(KEY, Optional.empty());
    }

    private static Cause cause(String topic, long offset) {
        return new Cause.Coordinates("test." + topic, 0, offset);
    }
}
