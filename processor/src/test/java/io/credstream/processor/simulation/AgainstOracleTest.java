package io.credstream.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.processor.oracle.BindOracle;
import io.credstream.processor.oracle.DecideOracle;
import io.credstream.processor.oracle.DecideOracle.Answer;
import io.credstream.processor.oracle.World;
import io.credstream.rules.decide.Decision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random worlds, in which after every step both stages say what the oracle says. */
class AgainstOracleTest {

    private static final int STEPS = 2_500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knownSeeds(long seed) {
        new Run(seed).go();
    }

    @Test
    void aSeedOfToday() {
        new Run(System.nanoTime()).go();
    }

    /** One world's life. */
    private static final class Run {
        final long seed;
        final RandomGenerator random;
        final RandomFacts facts;
        final World world = World.empty();
        final BindOracle oracle = new BindOracle();
        final Map<String, Integer> seen = new TreeMap<>();
        Pipeline pipeline = new Pipeline();

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.facts = new RandomFacts(random);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                step();
                compare("seed " + seed + ", step " + step);
            }
            assertThat(seen)
                    .as("outcomes that seed %s came across", seed)
                    .containsKeys(
                            "IN_ORDER",
                            "UPDATE",
                            "NO_TEMPLATE",
                            "AMBIGUOUS_TEMPLATE",
                            "NOT_CONCERNED",
                            "DELETING",
                            "SKIP_RECONCILIATION");
        }

        void step() {
            int dice = random.nextInt(100);
            if (dice < 8) {
                changeCluster();
            } else if (dice < 36) {
                changeCredential();
            } else if (dice < 58) {
                changeTemplate();
            } else if (dice < 76) {
                changeManifest();
            } else if (dice < 98) {
                writePending();
            } else {
                pipeline = Pipeline.restarted(world, pipeline.told());
            }
        }

        void changeCluster() {
            Cluster cluster = facts.cluster();
            switch (random.nextInt(5)) {
                case 0 -> {
                    world.clusters().remove(cluster.id());
                    pipeline.touched(pipeline.fleet().removeCluster(cluster.id(), RandomFacts.CAUSE));
                }
                case 1 -> {
                    world.listed().remove(cluster.id());
                    pipeline.touched(pipeline.fleet().put(Statuses.notListed(cluster.id()), RandomFacts.CAUSE));
                }
                case 2 -> {
                    world.listed().add(cluster.id());
                    pipeline.touched(pipeline.fleet().put(Statuses.listed(cluster.id()), RandomFacts.CAUSE));
                }
                default -> {
                    world.clusters().put(cluster.id(), cluster);
                    pipeline.touched(pipeline.fleet().put(cluster, RandomFacts.CAUSE));
                }
            }
        }

        void changeCredential() {
            ObjectRef ref = facts.ref("s");
            if (random.nextInt(4) == 0) {
                world.credentials().remove(ref);
                pipeline.touched(pipeline.fleet().removeCredential(ref, RandomFacts.CAUSE));
            } else {
                Credential credential = facts.credential(ref);
                world.credentials().put(ref, credential);
                pipeline.touched(pipeline.fleet().put(credential, RandomFacts.CAUSE));
            }
        }

        void changeTemplate() {
            ObjectRef ref = facts.templateRef();
            if (random.nextInt(4) == 0) {
                world.templates().remove(ref);
                pipeline.touched(pipeline.fleet().removeTemplate(ref, RandomFacts.CAUSE));
            } else {
                Template template = facts.template(ref);
                world.templates().put(ref, template);
                pipeline.touched(pipeline.fleet().put(template, RandomFacts.CAUSE));
            }
        }

        void changeManifest() {
            ObjectRef ref = facts.ref("m");
            Manifest present = world.manifests().get(ref);
            if (present != null && random.nextInt(8) == 0) {
                world.manifests().remove(ref);
                pipeline.touched(pipeline.fleet().decisions().removeManifest(ref));
            } else {
                observe(present == null || random.nextBoolean() ? facts.manifest(ref) : facts.edited(present));
            }
        }

        void observe(Manifest manifest) {
            world.manifests().put(manifest.ref(), manifest);
            pipeline.touched(pipeline.fleet().decisions().put(manifest));
        }

        /** What the sink does, to the first update there is. */
        void writePending() {
            List<ManifestUpdate> pending = new ArrayList<>();
            pipeline.decided.values().forEach(decision -> {
                if (decision instanceof Decision.Update(ManifestUpdate update, var ends)) {
                    pending.add(update);
                }
            });
            if (!pending.isEmpty()) {
                ManifestUpdate update = pending.get(random.nextInt(pending.size()));
                Manifest manifest = world.manifests().get(update.manifest());
                assertThat(manifest).isNotNull();
                observe(facts.with(manifest, patched(manifest, update), update.desired()));
                assertThat(pipeline.decided.get(update.manifest()))
                        .as("seed %s: what was written is in order, or no longer any of our business", seed)
                        .isNotInstanceOf(Decision.Update.class);
            }
        }

        static List<ManifestLayer> patched(Manifest manifest, ManifestUpdate update) {
            Map<Layer, ManifestLayer> layers = new EnumMap<>(Layer.class);
            manifest.layers().forEach(layer -> layers.put(layer.layer(), layer));
            for (LayerEdit edit : update.edits()) {
                layers.put(edit.layer(), new ManifestLayer(edit.layer(), edit.desired(), edit.desired()));
            }
            return List.copyOf(layers.values());
        }

        void compare(String when) {
            assertThat(pipeline.told()).as("bindings, %s", when).isEqualTo(oracle.told(world, RandomFacts.CAUSE));
            Map<ObjectRef, Answer> answers = new TreeMap<>();
            world.manifests().forEach((ref, manifest) -> {
                Answer answer = DecideOracle.answer(manifest, pipeline.told().values(), RandomFacts.CAUSE);
                answers.put(ref, answer);
                seen.merge(answer.outcome(), 1, Integer::sum);
            });
            Map<ObjectRef, Answer> decided = new TreeMap<>();
            pipeline.decided.forEach((ref, decision) -> decided.put(ref, asAnswer(decision)));
            assertThat(decided).as("decisions, %s", when).isEqualTo(answers);
        }

        static Answer asAnswer(Decision decision) {
            return switch (decision) {
                case Decision.LeaveAlone(var state, var reason) -> new Answer(reason.name(), state, null);
                case Decision.InOrder inOrder -> new Answer("IN_ORDER", inOrder.state(), null);
                case Decision.Update update -> new Answer("UPDATE", update.state(), update.update());
            };
        }
    }
}
