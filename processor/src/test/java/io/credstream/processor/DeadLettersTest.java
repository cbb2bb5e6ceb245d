package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.model.DeadLetter.Code;
import io.credstream.processor.Driver.Part;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLettersTest {

    /** Inputs of both stages. */
    enum Input {
        CLUSTERS,
        CLUSTER_STATUS,
        CREDENTIALS,
        TEMPLATES,
        MANIFESTS,
        BINDINGS,
        APPLY_REPORTS;

        Topic<?> topic() {
            return switch (this) {
                case CLUSTERS -> TOPICS.clusters();
                case CLUSTER_STATUS -> TOPICS.clusterStatus();
                case CREDENTIALS -> TOPICS.credentials();
                case TEMPLATES -> TOPICS.templates();
                case MANIFESTS -> TOPICS.manifests();
                case BINDINGS -> TOPICS.bindings();
                case APPLY_REPORTS -> TOPICS.applyReports();
            };
        }
    }

    private final Driver driver = new Driver(Part.BOTH);

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @EnumSource
    void undecodableRecordsLeaveTheirCoordinatesAndTheStreamGoesOn(Input input) {
        driver.raw(input.topic(), MANIFEST.key(), "no such value".getBytes(StandardCharsets.UTF_8));
        assertOnlyLetter(input.topic(), Code.UNDECODABLE, null);

        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        driver.put(TOPICS.manifests(), MANIFEST.key(), Sample.manifest(MANIFEST, 1));
        assertThat(driver.read(TOPICS.manifestUpdates())).hasSize(1);
    }

    @Test
    void aKeyThatDoesNotFitItsValueIsPutAside() {
        driver.put(TOPICS.credentials(), TEMPLATE.key(), Sample.credential(CREDENTIAL, 1, "c1"));
        assertOnlyLetter(TOPICS.credentials(), Code.INVALID_KEY, null);
    }

    @Test
    void headersOfARecordDoNotTravelIntoItsDeadLetter() {
        driver.headed(TOPICS.credentials(), TEMPLATE.key(), Sample.credential(CREDENTIAL, 1, "c1"), "secret");
        assertThat(driver.headers(TOPICS.deadLetters())).containsExactly("schema");
    }

    @Test
    void aDeletionOfNoObjectIsPutAside() {
        driver.delete(TOPICS.bindings(), "what/ever");
        assertOnlyLetter(TOPICS.bindings(), Code.INVALID_KEY, null);
    }

    @Test
    void aDeletionThatDoesNotSayWhatIsGoneIsPutAside() {
        driver.delete(TOPICS.templates(), TEMPLATE.key());
        assertOnlyLetter(TOPICS.templates(), Code.INCOMPLETE_DELETION, TEMPLATE.key());
    }

    private void assertOnlyLetter(Topic<?> topic, Code code, @Nullable String object) {
        Cause at = new Cause.Coordinates(topic.name(), 0, 0);
        assertThat(driver.read(TOPICS.deadLetters()))
                .containsExactly(
                        KeyValue.pair(at.describe(), Optional.of(new DeadLetter("processor", code, object, at))));
    }
}
