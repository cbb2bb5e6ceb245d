package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Kind;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.processor.Driver.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecideTest {

    private static final String KEY = MANIFEST.key();

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.DECIDE, stores);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void whicheverFactComesLastIsTheCause() {
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();
        Binding binding = Sample.binding(TEMPLATE);
        bind(binding);
        assertThat(onlyUpdate())
                .returns(BindingState.NO_MATCH, ManifestUpdate::state)
                .returns(binding.cause(), ManifestUpdate::cause);

        driver.put(TOPICS.manifests(), Sample.ref("other").key(), Sample.manifest(Sample.ref("other"), 1));
        assertThat(updates().getFirst().value)
                .hasValueSatisfying(update -> assertThat(update.cause()).isEqualTo(cause("manifests", 1)));
    }

    @Test
    void whatIsObservedIsNoLongerPending() {
        ManifestUpdate update = givenAPendingUpdate();
        driver.put(TOPICS.applyReports(), KEY, Sample.report(update, Result.APPLIED, "2"));
        driver.put(TOPICS.manifests(), KEY, Sample.written(update, 2));
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
    }

    @Test
    void whatBecameMootIsNoLongerPending() {
        givenAPendingUpdate();
        driver.delete(TOPICS.manifests(), KEY, Sample.deletedAt(Kind.MANIFEST, 3));
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));

        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 2));
        assertThat(updates())
                .as("of a Manifest that was alive before it was gone")
                .isEmpty();
    }

    @Test
    void aBindingThatIsGoneLeavesManifestsAlone() {
        givenAPendingUpdate();
        driver.delete(TOPICS.bindings(), Sample.binding(TEMPLATE).key());
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
    }

    @Test
    void whatWasSupersededIsSentAgainAfterAPause() {
        ManifestUpdate update = givenAPendingUpdate();
        driver.put(TOPICS.applyReports(), KEY, Sample.report(update, Result.SUPERSEDED, null));
        assertThat(updates()).isEmpty();
        driver.pass(Duration.ofSeconds(3));
        assertThat(onlyUpdate())
                .returns(2, ManifestUpdate::attempt)
                .returns(update.cause(), ManifestUpdate::cause)
                .returns(update.observed(), ManifestUpdate::observed);
    }

    @Test
    void anUpdateThatGotLostIsSentAgainAfterARestart() {
        ManifestUpdate update = givenAPendingUpdate();
        restart();
        driver.pass(Duration.ofMillis(100));
        assertThat(onlyUpdate()).isEqualTo(update);
    }

    @Test
    void aTombstoneThatGotLostIsSentAgainAfterARestartAndForgottenLater() {
        ManifestUpdate update = givenAPendingUpdate();
        driver.put(TOPICS.manifests(), KEY, Sample.written(update, 2));
        restart();
        driver.pass(Duration.ofMillis(100));
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
        driver.pass(Driver.EVALUATION);
        driver.read(TOPICS.manifestUpdates());
        for (int i = 0; i < 3; i++) {
            driver.pass(Driver.EVALUATION);
        }
        assertThat(updates()).isEmpty();
    }

    @Test
    void everyFewMinutesWhatStillDiffersIsSentAgain() {
        ManifestUpdate update = givenAPendingUpdate();
        driver.pass(Driver.EVALUATION);
        assertThat(driver.readLatest(TOPICS.manifestUpdates()).get(KEY))
                .hasValueSatisfying(again -> assertThat(again.desired()).isEqualTo(update.desired()));
    }

    @Test
    void onlyTheNewestObservationCounts() {
        bind(Sample.binding(TEMPLATE));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 7));
        assertThat(onlyUpdate().observed()).isEqualTo(Sample.at(7));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 6));
        assertThat(updates()).isEmpty();
    }

    @Test
    void theLastBindingOfATemplateCountsWhateverScopeItHadBefore() {
        givenAPendingUpdate();
        bind(Sample.bindingFor("kyma-of-another", TEMPLATE));
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
        driver.delete(TOPICS.bindings(), Sample.binding(TEMPLATE).key());
        bind(Sample.binding(TEMPLATE));
        assertThat(onlyUpdate().manifest()).isEqualTo(MANIFEST);
    }

    @Test
    void aClosedGateDecidesNothingAndAnOpenedOneEverythingWithItsCause() {
        ManualGate gate = new ManualGate();
        driver.close();
        driver = new Driver(Part.DECIDE, stores, gate, ManualGate.START);
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
        bind(Sample.binding(TEMPLATE));
        var taken = new ManifestAnnotations("install=somebody-took-the-selector-away", null, null, null);
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 2, null, taken));
        driver.pass(Driver.EVALUATION);
        assertThat(updates()).isEmpty();
        assertThat(gate.inputs()).hasSize(5);

        gate.open();
        driver.pass(Duration.ofMillis(100));
        assertThat(onlyUpdate())
                .returns(Sample.at(2), ManifestUpdate::observed)
                .returns(Sample.binding(TEMPLATE).cause(), ManifestUpdate::cause); // it may have changed both
    }

    @Test
    void whatIsWrittenWhenAFleetIsSeenForTheFirstTimeFollowsFromItsBindings() {
        ManualGate gate = new ManualGate();
        driver.close();
        driver = new Driver(Part.DECIDE, stores, gate, ManualGate.START);
        bind(Sample.binding(TEMPLATE));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));

        gate.open();
        driver.pass(Duration.ofMillis(100));
        assertThat(onlyUpdate().cause())
                .isEqualTo(Sample.binding(TEMPLATE).cause())
                .isNotEqualTo(cause("manifests", 0));
    }

    @Test
    void aReportOfSomethingForgottenIsClearedFromTheTopic() {
        ManifestUpdate update = givenAPendingUpdate();
        driver.close();
        driver = new Driver(Part.DECIDE, new Retained());
        driver.put(TOPICS.applyReports(), KEY, Sample.report(update, Result.APPLIED, "2"));
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
    }

    private ManifestUpdate givenAPendingUpdate() {
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
        bind(Sample.binding(TEMPLATE));
        return onlyUpdate();
    }

    private void bind(Binding binding) {
        driver.put(TOPICS.bindings(), binding.key(), binding);
    }

    private void restart() {
        driver.read(TOPICS.manifestUpdates());
        driver.close();
        driver = new Driver(Part.DECIDE, stores);
    }

    private List<KeyValue<String, Optional<ManifestUpdate>>> updates() {
        return driver.read(TOPICS.manifestUpdates());
    }

    private ManifestUpdate onlyUpdate() {
        Map<String, Optional<ManifestUpdate>> updates = driver.readLatest(TOPICS.manifestUpdates());
        assertThat(updates).containsOnlyKeys(KEY);
        return updates.getOrDefault(KEY, Optional.empty()).orElseThrow();
    }

    private static Cause cause(String topic, long offset) {
        return new Cause.Coordinates("test." + topic, 0, offset);
    }
}
