package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Kind;
import io.credstream.model.Scope;
import io.credstream.processor.Driver.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void whatIsOlderChangesNothingAndWhatIsEqualIsToldAgain() {
        givenABoundTemplate();
        Binding before = latest();

        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "old"));
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 0));
        assertThat(driver.read(TOPICS.bindings())).isEmpty();

        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 2, "c1"));
        assertThat(onlyBinding()).isEqualTo(before);
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
    void everyFewMinutesEverythingIsToldAgainWithItsCause() {
        givenABoundTemplate();
        Binding before = latest();
        driver.pass(Driver.EVALUATION);
        assertThat(onlyBinding()).isEqualTo(before);
    }

    @Test
    void aRestartTellsEverythingAgainWithItsCause() {
        givenABoundTemplate();
        Binding before = latest();
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

    private Binding latest() {
        driver.pass(Driver.EVALUATION);
        return onlyBinding();
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
