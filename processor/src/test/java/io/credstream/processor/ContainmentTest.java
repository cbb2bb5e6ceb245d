package io.credstream.processor;

import static io.credstream.processor.Driver.EVALUATION;
import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.model.DeadLetter.Code;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.processor.Driver.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong while one record or object is handled ends in its dead letter, and everything else goes on. */
class ContainmentTest {

    private static final ObjectRef BAD = Sample.ref("bad");
    private final RuntimeException unexpected = new IllegalStateException("s3cr3t-c4n4ry");

    private final Retained stores = new Retained();
    private Driver driver = new Driver(Part.BOTH, stores);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCredentialThatCannotBeLearnedIsItsOwnDeadLetterOnly() {
        join();
        stores.breaks("known-credentials", BAD.key(), unexpected);
        driver.put(TOPICS.credentials(), BAD.key(), Sample.credential(BAD, 1, "c1"));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c2"));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));

        assertThat(bindings()).hasSize(1);
        String work = "test.credentials:" + BAD.key();
        assertThat(driver.read(TOPICS.deadLetters()))
                .containsExactly(letter(work, Code.FAULT, BAD, new Cause.Coordinates("test.credentials", 0, 0)));

        stores.breaks("known-credentials", BAD.key(), null);
        driver.put(TOPICS.credentials(), BAD.key(), Sample.credential(BAD, 2, "c1"));
        assertThat(driver.read(TOPICS.deadLetters()))
                .as("what is handled again takes its dead letter back")
                .containsExactly(KeyValue.pair(work, Optional.empty()));
    }

    @Test
    void memoryAgreesWithTheStoresAfterAFault() {
        join();
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        driver.put(TOPICS.credentials(), BAD.key(), Sample.credential(BAD, 1, "c1"));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c1"));
        stores.breaks("gone-credentials", BAD.key(), unexpected);
        driver.delete(TOPICS.credentials(), BAD.key(), Sample.deletedAt(Kind.SECRET, 2));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 2, "c3"));
        Map<String, Optional<Binding>> told = bindings();

        restart();
        assertThat(layers(bindings())).isEqualTo(layers(told));
    }

    @Test
    void aTemplateThatCannotBeBoundHoldsUpNoOther() {
        join();
        driver.put(TOPICS.templates(), BAD.key(), Sample.template(BAD, 1));
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        bindings();
        stores.breaks("told-bindings", KCP + "/*/" + BAD.key(), unexpected);
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "c1"));

        assertThat(bindings()).containsOnlyKeys(KCP + "/*/" + TEMPLATE.key());
        assertThat(driver.readLatest(TOPICS.deadLetters())).containsOnlyKeys("bind:" + BAD.key());

        stores.breaks("told-bindings", KCP + "/*/" + BAD.key(), null);
        driver.pass(EVALUATION);
        assertThat(bindings()).containsKey(KCP + "/*/" + BAD.key());
        assertThat(driver.read(TOPICS.deadLetters()))
                .containsExactly(KeyValue.pair("bind:" + BAD.key(), Optional.empty()));
    }

    @Test
    void aManifestThatCannotBeDecidedHoldsUpNoOtherOfItsTemplate() {
        join();
        List<ObjectRef> manifests =
                IntStream.range(0, 5).mapToObj(i -> Sample.ref("m" + i)).toList();
        manifests.forEach(ref -> driver.put(TOPICS.manifests(), ref.key(), Sample.manifest(ref, 1)));
        ObjectRef bad = manifests.get(2);
        stores.breaks("attempts", bad.key(), unexpected);
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));

        assertThat(driver.readLatest(TOPICS.manifestUpdates()))
                .containsOnlyKeys(manifests.stream()
                        .filter(ref -> !ref.equals(bad))
                        .map(ObjectRef::key)
                        .toList());
        List<KeyValue<String, Optional<DeadLetter>>> letters = driver.read(TOPICS.deadLetters());
        assertThat(letters).extracting(letter -> letter.key).containsExactly("decide:" + bad.key());

        driver.pass(EVALUATION.multipliedBy(2));
        assertThat(driver.read(TOPICS.deadLetters()))
                .as("it is still so, which is not news")
                .isEmpty();

        stores.breaks("attempts", bad.key(), null);
        driver.pass(EVALUATION);
        assertThat(driver.readLatest(TOPICS.manifestUpdates())).containsKey(bad.key());
    }

    @ParameterizedTest
    @CsvSource({
        "known-clusters, kcp-other, test.clusters",
        "known-cluster-status, kcp-other, test.cluster-status",
        "known-credentials, kcp-eu/kcp-system/bad, test.credentials",
        "known-templates, kcp-eu/kcp-system/bad, test.templates",
        "known-manifests, kcp-eu/kcp-system/bad, test.manifests",
        "known-bindings, kcp-eu/kcp-system/bad, test.bindings",
        "known-pins, kcp-eu/kcp-system/bad, test.pins",
        "heard-orders, pause/fleet, test.orders",
        "told-bindings, kcp-eu/*/kcp-eu/kcp-system/bad, bind",
        "gone-templates, kcp-eu/kcp-system/bad, test.templates",
        "gone-credentials, kcp-eu/kcp-system/bad, test.credentials",
        "gone-manifests, kcp-eu/kcp-system/bad, test.manifests",
        "bind-faults, bind:kcp-eu/kcp-system/bad, ",
        "decide-faults, decide:kcp-eu/kcp-system/bad, ",
        "attempts, kcp-eu/kcp-system/bad, decide"
    })
    void aValueThatWasKeptAndCannotBeDecodedEndsNoTask(String store, String key, String work) {
        join();
        driver.put(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1));
        stores.put(store, key, "no such value".getBytes(StandardCharsets.UTF_8));

        restart();
        driver.put(TOPICS.manifests(), Sample.MANIFEST.key(), Sample.manifest(Sample.MANIFEST, 1));
        assertThat(driver.readLatest(TOPICS.manifestUpdates())).containsOnlyKeys(Sample.MANIFEST.key());
        if (work != null) {
            assertThat(driver.readLatest(TOPICS.deadLetters())).containsOnlyKeys(work + ":" + key);
        }
    }

    @Test
    void whatIsTooLargeIsADeadLetterAndTheStreamGoesOn() {
        join();
        Map<String, String> many = new TreeMap<>();
        IntStream.range(0, 60_000).forEach(i -> many.put("k" + (100_000 + i), "v"));
        driver.put(TOPICS.templates(), BAD.key(), Sample.template(BAD, 1, many));
        driver.put(TOPICS.manifests(), Sample.MANIFEST.key(), Sample.manifest(Sample.MANIFEST, 1));
        assertThat(driver.readLatest(TOPICS.deadLetters()).get("decide:" + Sample.MANIFEST.key()))
                .hasValueSatisfying(letter -> assertThat(letter.code()).isEqualTo(Code.TOO_LARGE));

        driver.put(TOPICS.templates(), BAD.key(), Sample.template(BAD, 2));
        assertThat(driver.readLatest(TOPICS.manifestUpdates())).containsOnlyKeys(Sample.MANIFEST.key());
        assertThat(driver.read(TOPICS.deadLetters()))
                .containsExactly(KeyValue.pair("decide:" + Sample.MANIFEST.key(), Optional.empty()));
    }

    @Test
    void whatIsTooLargeToBeReadIsADeadLetterToo() {
        driver.raw(TOPICS.templates(), BAD.key(), new byte[800 * 1024]);
        driver.raw(TOPICS.templates(), "k".repeat(9_000), null);
        assertThat(driver.read(TOPICS.deadLetters()))
                .extracting(letter -> letter.value.orElseThrow().code())
                .containsExactly(Code.TOO_LARGE, Code.TOO_LARGE);
    }

    @Test
    void noHeaderOfOthersTravelsOn() {
        driver.raw(TOPICS.templates(), BAD.key(), null, "authorization");
        driver.raw(TOPICS.templates(), BAD.key(), "no such value".getBytes(StandardCharsets.UTF_8), "authorization");
        // but the one that says with which schema the letter is written
        assertThat(driver.readHeaders(TOPICS.deadLetters()))
                .hasSize(2)
                .allSatisfy(header -> assertThat(header.key()).isEqualTo(SchemaHeader.NAME));
    }

    @Test
    void errorsAndWhatKafkaThrowsAreNobodysOwn() {
        join();
        stores.breaks("known-credentials", BAD.key(), new InternalError());
        assertThatThrownBy(() -> driver.put(TOPICS.credentials(), BAD.key(), Sample.credential(BAD, 1, "c1")))
                .isInstanceOf(InternalError.class);
        stores.breaks("known-credentials", BAD.key(), new TimeoutException());
        assertThatThrownBy(() -> driver.put(TOPICS.credentials(), BAD.key(), Sample.credential(BAD, 1, "c1")))
                .hasRootCauseInstanceOf(TimeoutException.class);
    }

    private void join() {
        driver.put(TOPICS.clusters(), KCP, Sample.cluster(KCP));
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
    }

    private void restart() {
        driver.close();
        driver = new Driver(Part.BOTH, stores);
        driver.pass(EVALUATION);
    }

    private Map<String, Optional<Binding>> bindings() {
        return driver.readLatest(TOPICS.bindings());
    }

    private static Map<String, Object> layers(Map<String, Optional<Binding>> bindings) {
        Map<String, Object> layers = new TreeMap<>();
        bindings.forEach((key, binding) -> layers.put(key, binding.orElseThrow().layers()));
        return layers;
    }

    private static KeyValue<String, Optional<DeadLetter>> letter(String key, Code code, ObjectRef object, Cause cause) {
        return KeyValue.pair(key, Optional.of(new DeadLetter("processor", code, object.key(), cause)));
    }
}
