package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.Kind;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.processor.Driver.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same facts in any order, older ones late, some of them twice, with restarts in between, end in the same outputs. */
class ReorderedInputTest {

    private static final int ORDERS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void knownSeeds(long seed) {
        converges(seed);
    }

    @Test
    void aSeedOfToday() {
        converges(System.nanoTime());
    }

    private static void converges(long seed) {
        Random random = new Random(seed);
        List<Consumer<Driver>> facts = facts(random);
        Outcome inOrder = outcome(facts, random, false);
        assertThat(inOrder.bindings).as("seed %s", seed).isNotEmpty();
        assertThat(inOrder.updates).as("seed %s", seed).isNotEmpty();
        for (int i = 0; i < ORDERS; i++) {
            List<Consumer<Driver>> shuffled = new ArrayList<>(facts);
            Collections.shuffle(shuffled, random);
            assertThat(outcome(shuffled, random, true))
                    .as("seed %s, order %s", seed, i)
                    .isEqualTo(inOrder);
        }
    }

    /** What is said in the end, but for causes and counts, which tell of the way there. */
    private record Outcome(Map<String, Object> bindings, Map<String, Object> updates) {}

    private static Outcome outcome(List<Consumer<Driver>> facts, Random random, boolean restarts) {
        Retained stores = new Retained();
        Map<String, Object> bindings = new TreeMap<>();
        Map<String, Object> updates = new TreeMap<>();
        Driver driver = new Driver(Part.BOTH, stores);
        try {
            for (Consumer<Driver> fact : facts) {
                fact.accept(driver);
                if (restarts && random.nextInt(20) == 0) {
                    fold(driver, bindings, updates);
                    driver.close();
                    driver = new Driver(Part.BOTH, stores);
                }
            }
            driver.pass(Driver.EVALUATION);
            fold(driver, bindings, updates);
            return new Outcome(bindings, updates);
        } finally {
            driver.close();
        }
    }

    private static void fold(Driver driver, Map<String, Object> bindings, Map<String, Object> updates) {
        driver.readLatest(TOPICS.bindings())
                .forEach((key, said) ->
                        set(bindings, key, said.map(Binding::layers).orElse(null)));
        driver.readLatest(TOPICS.manifestUpdates())
                .forEach((key, said) -> set(
                        updates,
                        key,
                        said.map(ReorderedInputTest::withoutItsHistory).orElse(null)));
    }

    private static void set(Map<String, Object> latest, String key, @Nullable Object said) {
        if (said == null) {
            latest.remove(key);
        } else {
            latest.put(key, said);
        }
    }

    private static List<Object> withoutItsHistory(ManifestUpdate update) {
        return List.of(update.observed(), update.layers(), update.state());
    }

    /** Objects that come, change and go, each version a fact. */
    private static List<Consumer<Driver>> facts(Random random) {
        List<Consumer<Driver>> facts = new ArrayList<>();
        for (String cluster : List.of(Sample.KCP, "kcp-us")) {
            facts.add(driver -> driver.put(TOPICS.clusters(), cluster, Sample.cluster(cluster)));
            facts.add(driver -> driver.put(TOPICS.clusterStatus(), cluster, Sample.listed(cluster)));
            for (int object = 0; object < 5; object++) {
                // Among templates that fit equally well, the first one's name decides.
                String name = object == 0 ? Sample.TEMPLATE.name() : "o" + object;
                ObjectRef ref = new ObjectRef(cluster, "kcp-system", name);
                int version = 0;
                for (int change = 0; change < 4; change++) {
                    version += 1 + random.nextInt(3);
                    facts.addAll(factsOf(ref, version, random));
                }
            }
        }
        List<Consumer<Driver>> twice =
                facts.stream().filter(fact -> random.nextInt(5) == 0).toList();
        facts.addAll(twice);
        return facts;
    }

    private static List<Consumer<Driver>> factsOf(ObjectRef ref, int version, Random random) {
        String content = "c" + random.nextInt(2);
        Map<String, String> labels = Map.of("cred", random.nextBoolean() ? "operator" : "other");
        boolean credentialGone = random.nextInt(4) == 0;
        boolean templateGone = random.nextInt(5) == 0;
        boolean manifestGone = random.nextInt(6) == 0;
        return List.of(
                driver -> {
                    if (credentialGone) {
                        driver.delete(TOPICS.credentials(), ref.key(), Sample.deletedAt(Kind.SECRET, version));
                    } else {
                        driver.put(TOPICS.credentials(), ref.key(), Sample.credential(ref, version, content));
                    }
                },
                driver -> {
                    if (templateGone) {
                        driver.delete(TOPICS.templates(), ref.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, version));
                    } else {
                        driver.put(TOPICS.templates(), ref.key(), Sample.template(ref, version, labels));
                    }
                },
                driver -> {
                    if (manifestGone) {
                        driver.delete(TOPICS.manifests(), ref.key(), Sample.deletedAt(Kind.MANIFEST, version));
                    } else {
                        driver.put(TOPICS.manifests(), ref.key(), Sample.manifest(ref, version));
                    }
                });
    }
}
