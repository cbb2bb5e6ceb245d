package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.processor.Driver.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes decisions follow from (R21): a Manifest carries {@code operator}, and its template is changed. */
class ChangesTest {

    private static final String KEY = MANIFEST.key();
    private static final Cause C1 = new Cause.Coordinates("templates", 0, 1);
    private static final Cause C2 = new Cause.Coordinates("credentials", 0, 2);
    private static final Cause C3 = new Cause.Coordinates("templates", 0, 3);

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.DECIDE, stores);

    @BeforeEach
    void aManifestInOrder() {
        bind("operator", BindingState.BOUND, "r1", new Cause.Coordinates("templates", 0, 0));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
        ManifestUpdate update = pending();
        driver.put(TOPICS.applyReports(), KEY, Sample.report(update, Result.APPLIED, "2"));
        driver.put(TOPICS.manifests(), KEY, Sample.written(update, 2));
        assertThat(latest()).isEmpty();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void whatIsDecidedAnewStillFollowsFromWhatItFollowedFrom() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        bind("two", BindingState.BOUND, "r2", C2);

        assertThat(pending().changes()).containsExactly(C1, C2);
        assertThat(pending().cause()).isEqualTo(C2);
    }

    @Test
    void aRepairDoesNotFollowFromTheMistake() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        bind("operator", BindingState.BOUND, "r2", C3);

        assertThat(pending().changes()).containsExactly(C3);
        assertThat(pending().announced()).containsExactly(C3);
    }

    @Test
    void aMistakeThatIsUndoneLeavesNothing() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        bind("operator", BindingState.BOUND, "r1", C3);
        assertThat(latest()).isEmpty();

        bind("three", BindingState.BOUND, "r3", C2);
        assertThat(pending().changes()).containsExactly(C2);
    }

    @Test
    void whatHappensToTheManifestIsNoReason() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        driver.put(
                TOPICS.manifests(),
                KEY,
                Sample.manifest(
                        MANIFEST,
                        3,
                        "{\"matchLabels\":{\"cred\":\"foreign\"}}",
                        pending().expected()));

        assertThat(pending().changes()).containsExactly(C1);
    }

    @Test
    void aPauseThatEndsReleasesNothing() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        brake(Order.Action.Mode.PAUSE);
        assertThat(latest()).isEmpty();
        for (int i = 0; i < 10; i++) {
            driver.pass(Driver.EVALUATION.plus(Duration.ofSeconds(1)));
        }
        brake(Order.Action.Mode.RESUME);

        assertThat(pending().changes()).containsExactly(C1);
    }

    @Test
    void aRestartForgetsNothing() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        Instant since = pending().since();
        restart(stores);
        bind("two", BindingState.BOUND, "r2", C2);

        assertThat(pending().changes()).containsExactly(C1, C2);
        assertThat(pending().since()).isEqualTo(since);
    }

    @Test
    void aProcessorThatLostItsStateSaysSo() {
        bind("two", BindingState.NO_MATCH, null, C1);
        held();
        ManifestUpdate before = pending();
        restart(new Retained());
        driver.pass(Duration.ofMinutes(1));
        bind("two", BindingState.BOUND, "r2", C2);
        driver.put(
                TOPICS.manifests(),
                KEY,
                Sample.manifest(MANIFEST, 2, before.layers().getFirst().expected(), before.expected()));

        assertThat(pending().changes()).doesNotContain(C1);
        assertThat(pending().since()).isNotEqualTo(before.since());
    }

    private void bind(String label, BindingState state, @Nullable String revision, Cause cause) {
        Binding like = Sample.binding(TEMPLATE);
        Binding binding = new Binding(
                like.scope(),
                like.template(),
                like.component(),
                like.componentVersion(),
                like.moduleName(),
                like.channel(),
                List.of(new Binding.BoundLayer(
                        Layer.INSTALL,
                        new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", label))),
                        state,
                        revision,
                        List.of(),
                        List.of())),
                cause);
        driver.put(TOPICS.bindings(), binding.key(), binding);
    }

    private void held() {
        driver.put(TOPICS.applyReports(), KEY, Sample.report(pending(), Result.HELD, null));
    }

    private void brake(Order.Action.Mode mode) {
        Order order = new Order(new Order.Target.All(), new Order.Action.Brake(mode), "alice", "test", Instant.EPOCH);
        driver.put(TOPICS.orders(), order.key(), order);
    }

    private void restart(Retained kept) {
        latest();
        driver.close();
        driver = new Driver(Part.DECIDE, kept);
    }

    private Optional<ManifestUpdate> said = Optional.empty();

    private Optional<ManifestUpdate> latest() {
        said = driver.readLatest(TOPICS.manifestUpdates()).getOrDefault(KEY, said);
        return said;
    }

    private ManifestUpdate pending() {
        return latest().orElseThrow();
    }
}
