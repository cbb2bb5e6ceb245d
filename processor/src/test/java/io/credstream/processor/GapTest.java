package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.SELECTOR;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.processor.Driver.Part;
import io.credstream.processor.streams.Gate;
import io.credstream.testkit.model.ManifestBuilder;
import io.credstream.testkit.model.StatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log that is older than what it is about: what was observed after the gap meets templates from before it (R22). */
class GapTest {

    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant AFTER = BEFORE.plusSeconds(600);
    private static final String KEY = MANIFEST.key();
    private static final String NEW_SELECTOR = "{\"matchLabels\":{\"cred\":\"renewed\"}}";
    private static final Map<String, String> NEW_LABELS = Map.of("cred", "renewed");
    private static final List<Kind> ALL = List.of(Kind.SECRET, Kind.MODULE_TEMPLATE, Kind.MANIFEST);
    private static final List<Kind> WITHOUT_TEMPLATES = List.of(Kind.SECRET, Kind.MANIFEST);

    private final Arrivals arrivals = new Arrivals();
    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.BOTH, stores, arrivals, BEFORE);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRightManifestIsNotOverwrittenFromTemplatesThatWereListedBeforeTheGapOnly() {
        // Given
        ManifestAnnotations right = annotationsUnderTheNewTemplate();
        givenTheOlderLog();
        restart();
        // When
        see(Sample.manifest(MANIFEST, 9, NEW_SELECTOR, right).observedIn(AFTER));
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        driver.pass(Driver.EVALUATION);
        restart();
        driver.pass(Driver.EVALUATION);
        // Then
        assertThat(updates()).isEmpty();
        // When
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 8, NEW_LABELS));
        status(AFTER, AFTER, ALL);
        driver.pass(Driver.EVALUATION);
        // Then
        assertThat(updates()).as("it is as it should be, and always was").isEmpty();
    }

    @Test
    void whatHasToChangeChangesOnceWhenTheTemplatesAreListed() {
        // Given
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9).observedIn(AFTER));
        assertThat(updates()).isEmpty();
        // When
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 8, NEW_LABELS));
        assertThat(updates()).isEmpty();
        status(AFTER, AFTER, ALL);
        // Then
        assertThat(onlyUpdate().layers()).singleElement().returns(NEW_SELECTOR, ManifestUpdate.LayerEdit::desired);
    }

    @Test
    void withoutEpochsEverythingIsDecidedAtOnce() {
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9, NEW_SELECTOR, ManifestAnnotations.NONE));
        assertThat(onlyUpdate().layers()).singleElement().returns(SELECTOR, ManifestUpdate.LayerEdit::desired);
    }

    @Test
    void anIngestOfAnOlderBuildThatTakesOverReleasesWhatWasDeferred() {
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9).observedIn(AFTER));
        assertThat(updates()).isEmpty();
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
        onlyUpdate();
    }

    @Test
    void anotherControlPlaneIsDecidedAllTheWhile() {
        // Given
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9).observedIn(AFTER));
        // When
        ObjectRef template = new ObjectRef("kcp-us", TEMPLATE.namespace(), TEMPLATE.name());
        ObjectRef manifest = new ObjectRef("kcp-us", MANIFEST.namespace(), MANIFEST.name());
        driver.put(TOPICS.clusters(), "kcp-us", Sample.cluster("kcp-us"));
        driver.put(TOPICS.templates(), template.key(), Sample.template(template, 1));
        status("kcp-us", AFTER, AFTER, ALL);
        see(Sample.manifest(manifest, 1).observedIn(AFTER));
        // Then
        assertThat(onlyUpdate().manifest()).isEqualTo(manifest);
    }

    @Test
    void aPendingDecisionIsTakenBackWhenItsManifestWasSeenAfterTheGap() {
        // Given
        givenTheOlderLog();
        see(Sample.manifest(MANIFEST, 3, "{}", ManifestAnnotations.NONE).observedIn(BEFORE));
        onlyUpdate();
        // When
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9).observedIn(AFTER));
        // Then
        assertThat(updates()).containsExactly(KeyValue.pair(KEY, Optional.empty()));
    }

    @Test
    void bindingsStayAsTheyWereUntilAllThatTheyRestOnIsListed() {
        // Given
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        driver.read(TOPICS.bindings());
        // When
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 7, "c2"));
        // Then
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
        // When
        status(AFTER, AFTER, ALL);
        // Then
        List<KeyValue<String, Optional<Binding>>> told = driver.read(TOPICS.bindings());
        assertThat(told).hasSize(2);
        assertThat(told.getFirst().value.orElseThrow().template()).isEqualTo(TEMPLATE);
        assertThat(told.getLast().value.orElseThrow().basis()).isEqualTo(new Basis(AFTER, false, null));
    }

    @Test
    void anEpochIsOneRecordHoweverOftenItIsReported() {
        givenTheOlderLog();
        driver.read(TOPICS.bindings());
        status(AFTER, AFTER, ALL);
        status(AFTER, AFTER, ALL);
        driver.pass(Driver.EVALUATION);
        assertThat(driver.read(TOPICS.bindings())).hasSize(1);
    }

    @Test
    void aStatusThatOvertakesTheRecordsOfWhichItSpeaksWaitsForThem() {
        // Given
        ManifestAnnotations right = annotationsUnderTheNewTemplate();
        givenTheOlderLog();
        arrivals.open = false;
        // When
        status(AFTER, AFTER, ALL);
        see(Sample.manifest(MANIFEST, 9, NEW_SELECTOR, right).observedIn(AFTER));
        driver.pass(Duration.ofSeconds(1));
        // Then
        assertThat(updates()).isEmpty();
        assertThat(arrivals.asked)
                .containsOnlyKeys(
                        new TopicPartition(TOPICS.credentials().name(), 0),
                        new TopicPartition(TOPICS.templates().name(), 0));
        // When
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 8, NEW_LABELS));
        arrivals.open = true;
        driver.pass(Duration.ofSeconds(1));
        // Then
        assertThat(updates()).isEmpty();
        see(Sample.manifest(MANIFEST, 10).observedIn(AFTER));
        onlyUpdate();
    }

    @Test
    void operatorsDoNotWait() {
        // Given
        givenTheOlderLog();
        status(AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(Sample.manifest(MANIFEST, 9).observedIn(AFTER));
        assertThat(updates()).isEmpty();
        // When
        Pin pin = new Pin(
                MANIFEST,
                List.of(new Pin.PinnedLayer(Layer.INSTALL, NEW_SELECTOR)),
                BEFORE,
                "alice",
                "rollout",
                BEFORE,
                null,
                null);
        driver.put(TOPICS.pins(), KEY, pin);
        // Then
        ManifestUpdate pinned = onlyUpdate();
        assertThat(pinned.layers()).singleElement().returns(NEW_SELECTOR, ManifestUpdate.LayerEdit::desired);
        // When
        see(Sample.manifest(MANIFEST, 10, NEW_SELECTOR, pinned.desired()).observedIn(AFTER));
        driver.read(TOPICS.manifestUpdates());
        Order order = new Order(
                new Order.Target.OfCluster(KCP),
                new Order.Action.Brake(Order.Action.Mode.WITHDRAW),
                "alice",
                "rollout",
                BEFORE);
        driver.put(TOPICS.orders(), order.key(), order);
        // Then
        assertThat(onlyUpdate().desired()).isEqualTo(ManifestAnnotations.NONE);
    }

    @Test
    void aManifestWhoseTemplateIsOnARuntimeWaitsForThatRuntime() {
        // Given
        String runtime = "kcp-eu.k1";
        ObjectRef template = new ObjectRef(runtime, TEMPLATE.namespace(), TEMPLATE.name());
        Cluster member = Sample.runtime(runtime, KCP, "kyma");
        driver.put(TOPICS.clusters(), runtime, member);
        driver.put(TOPICS.templates(), template.key(), Sample.template(template, 1));
        status(runtime, BEFORE, BEFORE, ALL);
        // When
        status(runtime, AFTER, BEFORE, WITHOUT_TEMPLATES);
        see(remote(Sample.manifest(MANIFEST, 9)).observedIn(AFTER));
        // Then
        assertThat(updates()).isEmpty();
        // When
        status(runtime, AFTER, AFTER, ALL);
        // Then
        onlyUpdate();
    }

    @Test
    void aManifestThatNamesTheGapOfItsRuntimeWaitsBeforeTheGapIsHeardOf() {
        // Given
        String runtime = givenARuntime();
        ObjectRef template = new ObjectRef(runtime, TEMPLATE.namespace(), TEMPLATE.name());
        status(runtime, BEFORE, BEFORE, ALL);
        driver.put(TOPICS.templates(), template.key(), Sample.template(template, 1));
        // When
        see(remote(Sample.manifest(MANIFEST, 9)).observedIn(AFTER));
        // Then
        assertThat(updates()).isEmpty();
        // When
        status(runtime, AFTER, BEFORE, WITHOUT_TEMPLATES);
        status(runtime, AFTER, AFTER, ALL);
        // Then
        onlyUpdate();
    }

    @Test
    void theFirstTemplateOfARuntimeThatHasBeenListedCountsAtOnce() {
        // Given
        String runtime = givenARuntime();
        ObjectRef template = new ObjectRef(runtime, TEMPLATE.namespace(), TEMPLATE.name());
        status(runtime, AFTER, AFTER, ALL);
        see(remote(Sample.manifest(MANIFEST, 9)).observedIn(AFTER));
        assertThat(updates()).isEmpty();
        // When
        driver.put(TOPICS.templates(), template.key(), Sample.template(template, 1));
        // Then
        onlyUpdate();
    }

    @Test
    void aManifestWaitsUntilWhoeverWatchesItsRuntimeHasHeardOfTheGapOfItsControlPlane() {
        // Given an older log: of the runtime no gap is known
        String runtime = givenARuntimeWithATemplate();
        status(runtime, BEFORE, BEFORE, ALL, BEFORE);
        // When
        see(remote(Sample.manifest(MANIFEST, 9)).asking(AFTER));
        // Then
        assertThat(updates()).isEmpty();
        // When somebody takes the runtime over, and has heard of it, but has not listed
        status(runtime, AFTER, BEFORE, List.of(), AFTER);
        // Then
        assertThat(updates()).isEmpty();
        // When
        status(runtime, AFTER, AFTER, ALL, AFTER);
        // Then
        onlyUpdate();
    }

    @Test
    void whoeverHasWatchedARuntimeAllTheTimeNeedsNoListToAnswer() {
        // Given
        String runtime = givenARuntimeWithATemplate();
        status(runtime, BEFORE, BEFORE, ALL, BEFORE);
        see(remote(Sample.manifest(MANIFEST, 9)).asking(AFTER));
        assertThat(updates()).isEmpty();
        // When
        status(runtime, BEFORE, BEFORE, ALL, AFTER);
        // Then
        onlyUpdate();
    }

    @Test
    void anIngestOfAnOlderBuildThatWatchesTheRuntimeIsNotWaitedFor() {
        // Given
        String runtime = givenARuntimeWithATemplate();
        status(runtime, BEFORE, BEFORE, ALL, BEFORE);
        see(remote(Sample.manifest(MANIFEST, 9)).asking(AFTER));
        assertThat(updates()).isEmpty();
        // When it takes over
        status(runtime, AFTER, AFTER, ALL, null);
        // Then
        onlyUpdate();
    }

    private String givenARuntimeWithATemplate() {
        String runtime = givenARuntime();
        ObjectRef template = new ObjectRef(runtime, TEMPLATE.namespace(), TEMPLATE.name());
        driver.put(TOPICS.templates(), template.key(), Sample.template(template, 1));
        return runtime;
    }

    private String givenARuntime() {
        String runtime = "kcp-eu.k1";
        driver.put(TOPICS.clusters(), runtime, Sample.runtime(runtime, KCP, "kyma"));
        return runtime;
    }

    private void givenTheOlderLog() {
        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c1"));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        status(BEFORE, BEFORE, ALL);
        see(Sample.manifest(MANIFEST, 1).observedIn(BEFORE));
        ManifestUpdate update = onlyUpdate();
        see(Sample.written(update, 2).observedIn(BEFORE));
        driver.read(TOPICS.manifestUpdates());
    }

    /** What the Manifest carries in the end, which the older log does not know. */
    private static ManifestAnnotations annotationsUnderTheNewTemplate() {
        try (Driver other = new Driver(Part.BOTH)) {
            other.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
            other.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c1"));
            other.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1, NEW_LABELS));
            other.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
            other.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
            return other.read(TOPICS.manifestUpdates())
                    .getLast()
                    .value
                    .orElseThrow()
                    .desired();
        }
    }

    private void restart() {
        driver.close();
        driver = new Driver(Part.BOTH, stores, arrivals, BEFORE);
        driver.pass(Duration.ofMillis(100));
        driver.read(TOPICS.manifestUpdates());
    }

    private void status(Instant begun, @Nullable Instant bindable, List<Kind> current) {
        status(KCP, begun, bindable, current);
    }

    private void status(String cluster, Instant begun, @Nullable Instant bindable, List<Kind> current) {
        status(cluster, begun, bindable, current, null);
    }

    private void status(
            String cluster, Instant begun, @Nullable Instant bindable, List<Kind> current, @Nullable Instant heard) {
        ClusterStatus status = StatusBuilder.of(cluster)
                .listed(ALL.toArray(Kind[]::new))
                .in(new Epoch(begun, bindable, current, 5, 6, heard))
                .cause(new Cause.Observation(cluster, Kind.SECRET, "1"))
                .build();
        driver.put(TOPICS.clusterStatus(), cluster, status);
    }

    private void see(Manifest manifest) {
        driver.put(TOPICS.manifests(), manifest.ref().key(), manifest);
    }

    private static Manifest remote(Manifest m) {
        return ManifestBuilder.like(m).remoteTemplate().build();
    }

    private List<KeyValue<String, Optional<ManifestUpdate>>> updates() {
        return driver.read(TOPICS.manifestUpdates());
    }

    private ManifestUpdate onlyUpdate() {
        List<KeyValue<String, Optional<ManifestUpdate>>> updates = updates();
        assertThat(updates).hasSize(1);
        return updates.getFirst().value.orElseThrow();
    }

    /** Whether what statuses speak of has arrived. */
    private static final class Arrivals implements Gate {

        private boolean open = true;
        private Map<TopicPartition, Long> asked = Map.of();

        @Override
        public Passage enter(Set<TopicPartition> inputs) {
            return Passage.OPEN;
        }

        @Override
        public Passage reach(Map<TopicPartition, Long> offsets) {
            asked = offsets;
            return ManualGate.passage(() -> open);
        }
    }
}
