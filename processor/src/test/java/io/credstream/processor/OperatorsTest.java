package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Pin;
import io.credstream.processor.Driver.Part;
import io.credstream.processor.streams.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators say: pins (R19) and orders. */
class OperatorsTest {

    private static final String KEY = MANIFEST.key();
    private static final String THEN = "{\"matchLabels\":{\"cred\":\"then\"}}";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.DECIDE, stores);

    @BeforeEach
    void aManifestWithATemplate() {
        driver.put(TOPICS.bindings(), Sample.binding(TEMPLATE).key(), Sample.binding(TEMPLATE));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aPinHoldsUntilItIsReleased() {
        Pin pin = pin(null);
        put(pin);
        assertThat(desired()).isEqualTo(THEN);
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();

        put(pin.released(new Pin.Release("bob", "over", START)));

        ManifestUpdate update = update();
        assertThat(desired(update)).isEqualTo(Sample.SELECTOR);
        assertThat(update.cause()).isEqualTo(new Cause.Coordinates("test.pins", 0, 1));
    }

    @Test
    void aPinOutlivesItsTask() {
        put(pin(null));
        assertThat(desired()).isEqualTo(THEN);

        restart(START);
        driver.pass(Duration.ofSeconds(1));

        assertThat(desired()).isEqualTo(THEN);
    }

    @Test
    void aPinEndsWhenItsTimeIsOver() {
        put(pin(START.plusSeconds(60)));
        driver.pass(Duration.ofSeconds(59));
        assertThat(desired()).isEqualTo(THEN);

        driver.pass(Duration.ofSeconds(2));

        ManifestUpdate update = update();
        assertThat(desired(update)).isEqualTo(Sample.SELECTOR);
        assertThat(update.cause()).isEqualTo(new Cause.Request("alice", "pin expired"));
    }

    @Test
    void aPinWhoseTimeWasOverBeforeItWasHeardHoldsNothing() {
        put(pin(START.minusSeconds(1)));

        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    @Test
    void aPinThatExpiredWhileNobodyRanHoldsNothing() {
        put(pin(START.plusSeconds(60)));
        restart(START.plusSeconds(61));
        driver.pass(Duration.ofSeconds(1));

        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    @Test
    void aPinThatIsTidiedAwayHoldsNothing() {
        put(pin(null));
        assertThat(desired()).isEqualTo(THEN);

        driver.delete(TOPICS.pins(), KEY);

        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    @Test
    void anOrderToDriveForgetsBackoff() {
        failOften();
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 2));
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();

        order(KCP, START);

        assertThat(update())
                .returns(1, ManifestUpdate::attempt)
                .returns(new Cause.Coordinates("test.orders", 0, 0), ManifestUpdate::cause);
    }

    @Test
    void theTombstoneSaysUntilWhenAManifestIsHeldDown() {
        fight();
        restart(START);
        driver.pass(Duration.ofSeconds(1));

        assertThat(driver.readHeaders(TOPICS.manifestUpdates()))
                .extracting(Header::key)
                .containsExactly("held-down-until", "hold-down");
    }

    @Test
    void anOrderToDriveForgetsAHoldDown() {
        fight();
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 100));
        assertThat(driver.read(TOPICS.manifestUpdates())).as("held down").isEmpty();

        order(KCP, START);

        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    @Test
    void anOrderIsAboutItsClusterOnlyAndClearsWhatIsInOrder() {
        ManifestUpdate update = update();
        order("another", START);
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();
        driver.put(TOPICS.manifests(), KEY, Sample.written(update, 2));
        driver.read(TOPICS.manifestUpdates());

        order(KCP, START);

        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();
    }

    @Test
    void whatIsPendingAndMootByTheTimeOfAnOrderIsCleared() {
        update();
        driver.close();
        ManualGate gate = new ManualGate();
        driver = new Driver(Part.DECIDE, stores, gate, START);
        order(KCP, START);
        driver.delete(TOPICS.bindings(), Sample.binding(TEMPLATE).key());

        gate.open();
        driver.pass(Duration.ofMillis(100));

        assertThat(driver.read(TOPICS.manifestUpdates())).containsExactly(KeyValue.pair(KEY, Optional.empty()));
    }

    /** A driver counts the records of a topic from zero again, as a log does that was begun anew. */
    @Test
    void anOrderThatCameBeforeTheLastIsNone() {
        order(KCP, START);
        order(KCP, START.plusSeconds(10));
        restart(START.plusSeconds(20));
        driver.pass(Duration.ofSeconds(1));
        failOften();

        order(KCP, START);
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();

        order(KCP, START.plusSeconds(10));
        assertThat(update().attempt()).isEqualTo(1);
    }

    @Test
    void aPauseClearsWhatIsPendingAndOutlivesItsTask() {
        update();
        brake(Mode.PAUSE);
        assertThat(driver.read(TOPICS.manifestUpdates())).containsExactly(KeyValue.pair(KEY, Optional.empty()));

        restart(START);
        driver.pass(Duration.ofSeconds(1));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 2));
        assertThat(driver.readLatest(TOPICS.manifestUpdates()).getOrDefault(KEY, Optional.empty()))
                .isEmpty();

        brake(Mode.RESUME);
        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    /** In the simulated topics of each driver, offsets count from zero. */
    @Test
    void whatIsOrderedInATopicThatWasMadeAnewComesAfterWhatWasOrderedBefore() {
        update();
        order("another", START);
        brake(Mode.RESUME);
        // Given another topic
        restart(START.plusSeconds(10));
        driver.pass(Duration.ofSeconds(1));
        brake(new Order.Target.All(), Mode.PAUSE, START.plusSeconds(20));
        driver.read(TOPICS.manifestUpdates());
        // When the task begins anew
        restart(START.plusSeconds(30));
        driver.pass(Duration.ofSeconds(1));
        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 2));
        // Then
        assertThat(driver.readLatest(TOPICS.manifestUpdates()).getOrDefault(KEY, Optional.empty()))
                .isEmpty();
    }

    @Test
    void whatIsWithdrawnIsKeptAwayUntilResumed() {
        ManifestUpdate written = update();
        driver.put(TOPICS.manifests(), KEY, Sample.written(written, 2));
        driver.read(TOPICS.manifestUpdates());

        brake(Mode.WITHDRAW);
        ManifestUpdate withdrawal = update();
        assertThat(withdrawal.layers().getFirst().desired()).isNull();
        assertThat(withdrawal.desired()).isEqualTo(ManifestAnnotations.NONE);
        assertThat(withdrawal.cause()).isEqualTo(new Cause.Coordinates("test.orders", 0, 0));

        driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 3));
        assertThat(driver.read(TOPICS.manifestUpdates())).containsExactly(KeyValue.pair(KEY, Optional.empty()));

        brake(Mode.RESUME);
        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    @Test
    void aPauseEndsWhenItsTimeIsOverAndAsOneChange() {
        pause(START.plusSeconds(60));
        driver.pass(Duration.ofSeconds(59));
        assertThat(last()).isEmpty();

        driver.pass(Duration.ofSeconds(2));

        ManifestUpdate update = update();
        assertThat(desired(update)).isEqualTo(Sample.SELECTOR);
        assertThat(update.cause()).isEqualTo(new Cause.Request("alice", "end of pause cluster/" + KCP));
    }

    @Test
    void aPauseThatEndedWhileNobodyRanHoldsNothing() {
        pause(START.plusSeconds(60));
        restart(START.plusSeconds(61));
        driver.pass(Duration.ofSeconds(1));

        assertThat(desired()).isEqualTo(Sample.SELECTOR);
    }

    /** What was said last of the Manifest, if anything. */
    private Optional<ManifestUpdate> last() {
        return driver.read(TOPICS.manifestUpdates()).stream()
                .reduce((earlier, later) -> later)
                .flatMap(record -> record.value);
    }

    private void pause(Instant until) {
        Order order = new Order(
                new Order.Target.OfCluster(KCP), new Order.Action.Brake(Mode.PAUSE), "alice", "rollout", START, until);
        driver.put(TOPICS.orders(), order.key(), order);
    }

    private void failOften() {
        for (int attempt = 1; attempt <= 8; attempt++) {
            driver.put(TOPICS.applyReports(), KEY, Sample.report(update(), Result.SUPERSEDED, null));
            if (attempt < 8) {
                driver.pass(Duration.ofMinutes(3));
            }
        }
    }

    private void fight() {
        for (int round = 1; round <= 3; round++) {
            ManifestUpdate update = update();
            driver.put(TOPICS.applyReports(), KEY, Sample.report(update, Result.APPLIED, "" + 10 * round));
            driver.put(TOPICS.manifests(), KEY, Sample.written(update, 10 * round));
            driver.put(TOPICS.manifests(), KEY, Sample.manifest(MANIFEST, 10 * round + 1));
        }
        driver.read(TOPICS.manifestUpdates());
    }

    private void restart(Instant at) {
        driver.read(TOPICS.manifestUpdates());
        driver.close();
        driver = new Driver(Part.DECIDE, stores, Gate.OPEN, at);
    }

    private void put(Pin pin) {
        driver.put(TOPICS.pins(), pin.key(), pin);
    }

    private void order(String cluster, Instant at) {
        Order order = new Order(new Order.Target.OfCluster(cluster), new Order.Action.Drive(), "alice", "rebuilt", at);
        driver.put(TOPICS.orders(), order.key(), order);
    }

    private void brake(Mode mode) {
        brake(new Order.Target.OfCluster(KCP), mode, START);
    }

    private void brake(Order.Target target, Mode mode, Instant at) {
        Order order = new Order(target, new Order.Action.Brake(mode), "alice", "rollout", at);
        driver.put(TOPICS.orders(), order.key(), order);
    }

    private static Pin pin(@Nullable Instant expires) {
        return new Pin(
                MANIFEST,
                List.of(new Pin.PinnedLayer(Layer.INSTALL, THEN)),
                START,
                "alice",
                "outage",
                START,
                expires,
                null);
    }

    private ManifestUpdate update() {
        Map<String, Optional<ManifestUpdate>> updates = driver.readLatest(TOPICS.manifestUpdates());
        return updates.getOrDefault(KEY, Optional.empty()).orElseThrow();
    }

    private String desired() {
        return desired(update());
    }

    private static String desired(ManifestUpdate update) {
        return String.valueOf(update.layers().getFirst().desired());
    }
}
