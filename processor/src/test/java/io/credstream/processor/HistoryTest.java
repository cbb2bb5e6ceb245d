package io.credstream.processor;

import static io.credstream.processor.Driver.EVALUATION;
import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.processor.Driver.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log grows with changes, and with nothing else. */
class HistoryTest {

    /** As many as the planned scale has, with {@code -Dcredstream.manifests=25000}. */
    private static final int MANIFESTS = Integer.getInteger("credstream.manifests", 200);

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.BOTH, stores);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aDayWithADeadControlPlaneAddsNothing() {
        Map<String, Optional<ManifestUpdate>> sent = givenSentUpdates();
        sent.values()
                .forEach(update -> driver.put(
                        TOPICS.applyReports(),
                        update.orElseThrow().manifest().key(),
                        Sample.report(update.orElseThrow(), Result.UNAVAILABLE, null)));
        stores.forgetWrites();

        pass(Duration.ofDays(1));
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
        assertThat(stores.writes()).as("changelog records").isZero();

        restart();
        assertThat(driver.read(TOPICS.manifestUpdates()))
                .as("what the sink has is not sent again after a restart either")
                .isEmpty();

        ManifestUpdate first = sent.values().iterator().next().orElseThrow();
        driver.put(TOPICS.applyReports(), first.manifest().key(), Sample.report(first, Result.APPLIED, "2"));
        driver.put(TOPICS.manifests(), first.manifest().key(), Sample.written(first, 2));
        assertThat(driver.read(TOPICS.manifestUpdates()))
                .as("when it answers, what is settled is taken back once")
                .hasSize(1);
    }

    @Test
    void evaluationsOfAFleetThatIsInOrderWriteNothing() {
        Map<String, Optional<ManifestUpdate>> sent = givenSentUpdates();
        sent.values().forEach(update -> {
            ManifestUpdate decided = update.orElseThrow();
            driver.put(TOPICS.manifests(), decided.manifest().key(), Sample.written(decided, 2));
        });
        pass(EVALUATION.multipliedBy(24)); // until what was sent is forgotten
        driver.read(TOPICS.manifestUpdates());
        stores.forgetWrites();

        pass(Duration.ofHours(6));
        assertThat(driver.read(TOPICS.manifestUpdates())).isEmpty();
        assertThat(driver.read(TOPICS.bindings())).isEmpty();
        assertThat(stores.writes()).isZero();
    }

    @Test
    void whatWasNotKeptIsNotDeletedFromAChangelog() {
        givenSentUpdates();
        assertThat(stores.vainDeletions()).isZero();
    }

    private Map<String, Optional<ManifestUpdate>> givenSentUpdates() {
        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
        List<ObjectRef> manifests = new ArrayList<>();
        IntStream.range(0, MANIFESTS).forEach(i -> manifests.add(Sample.ref("m" + i)));
        manifests.forEach(ref -> driver.put(TOPICS.manifests(), ref.key(), Sample.manifest(ref, 1)));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        driver.read(TOPICS.bindings());
        Map<String, Optional<ManifestUpdate>> sent = driver.readLatest(TOPICS.manifestUpdates());
        assertThat(sent).hasSize(MANIFESTS);
        return sent;
    }

    /** Evaluation by evaluation. */
    private void pass(Duration time) {
        for (long i = 0; i < time.dividedBy(EVALUATION); i++) {
            driver.pass(EVALUATION);
        }
    }

    private void restart() {
        driver.close();
        driver = new Driver(Part.BOTH, stores);
        driver.pass(Duration.ofMillis(100));
    }
}
