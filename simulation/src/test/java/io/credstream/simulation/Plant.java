package io.credstream.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.processor.streams.Gate;
import io.credstream.simulation.log.Entry;
import io.credstream.simulation.service.Collaborators;
import io.credstream.simulation.service.DrivenSink;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.testkit.model.UpdateBuilder;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Faults to plant: mistakes that this design is there to rule out. A world that notices none of them is worth nothing. */
enum Plant {
    THE_LAST_HEARD_WINS(LastHeard::new),
    DELETIONS_HAVE_NO_VERSION(() -> new Collaborators() {
        @Override
        public Deletion observed(Deletion seen) {
            return new Deletion(seen.reason(), seen.uid(), Version.NONE, seen.cause());
        }
    }),
    PATCHES_TEST_NO_UID(() -> new WithoutTest("/metadata/uid")),
    PATCHES_TEST_NO_DELETION(() -> new WithoutTest("/metadata/deletionTimestamp")),
    PATCHES_TEST_NO_SELECTOR(() -> new WithoutTest("credSecretSelector")),
    PATCHES_TEST_NOTHING(() -> new WithoutTest("")),
    PATCHES_TEST_ONLY_WHAT_THEY_CHANGE(() -> new Collaborators() {
        @Override
        public GuardedPatch patch(ManifestUpdate update) {
            return GuardedPatch.of(
                    UpdateBuilder.like(update).layers(update.edits()).build());
        }
    }),
    DECISIONS_ARE_NOT_TAKEN_BACK(() -> new Losing(record -> isTombstoneOf(World.TOPICS.manifestUpdates(), record))),
    THE_END_OF_A_BINDING_IS_NOT_TOLD(() -> new Losing(record -> isTombstoneOf(World.TOPICS.bindings(), record))),
    BINDINGS_GO_TO_ONE_PARTITION(() ->
            new Losing(record -> isOf(World.TOPICS.bindings(), record) && record.partition() > 0)),
    ORDERS_GO_TO_ONE_PARTITION(() ->
            new Losing(record -> isOf(World.TOPICS.orders(), record) && record.partition() > 0)),
    DELETED_SECRETS_STAY(() -> new Losing(record -> isTombstoneOf(World.TOPICS.credentials(), record))),
    DELETED_TEMPLATES_STAY(() -> new Losing(record -> isTombstoneOf(World.TOPICS.templates(), record))),
    DELETED_MANIFESTS_STAY(() -> new Losing(record -> isTombstoneOf(World.TOPICS.manifests(), record))),
    STATUSES_ARE_NOT_SAID_TWICE(OncePerKey::new),
    ATTEMPTS_ARE_NOT_LOGGED(() -> new Unlogged("attempts")),
    MANIFESTS_ARE_NOT_LOGGED(() -> new Unlogged("known-manifests")),
    BINDINGS_ARE_NOT_LOGGED(() -> new Unlogged("known-bindings")),
    TEMPLATES_ARE_NOT_LOGGED(() -> new Unlogged("known-templates")),
    SECRETS_ARE_NOT_LOGGED(() -> new Unlogged("known-credentials")),
    ORDERS_ARE_NOT_LOGGED(() -> new Unlogged("heard-orders")),
    PINS_ARE_NOT_LOGGED(() -> new Unlogged("known-pins")),
    RELEASES_OF_PINS_ARE_LOST(() -> new Losing(Plant::isRelease)),
    WHAT_IS_GONE_IS_NOT_LOGGED(() -> new Unlogged("gone-manifests", "gone-credentials", "gone-templates")),
    WHAT_IS_GONE_IS_FORGOTTEN_AT_ONCE(() -> new Collaborators() {
        @Override
        public Duration memory() {
            return Duration.ofMillis(1);
        }
    }),
    GATES_STAND_OPEN(() -> new Collaborators() {
        @Override
        public Gate gate(Gate gate) {
            return Gate.OPEN;
        }
    }),
    SINKS_OVERLOOK_TOMBSTONES(() -> new Collaborators() {
        @Override
        public boolean heeds(Entry entry) {
            return entry.value() != null;
        }
    }),
    SINKS_WRITE_BEFORE_THEY_HAVE_READ_ALL(() -> new Collaborators() {
        @Override
        public long readFirst(long position, long end) {
            return position;
        }
    }),
    EVERY_REFUSAL_IS_FOR_GOOD(() -> new Collaborators() {
        @Override
        public DrivenSink.Reply answered(DrivenSink.Reply reply) {
            return reply.status() == 429
                    ? new DrivenSink.Reply(
                            422, "{\"reason\":\"Invalid\",\"details\":{\"causes\":[{\"reason\":\"x\"}]}}")
                    : reply;
        }
    }),
    MANIFESTS_NAME_NO_EPOCH(() -> new Collaborators() {
        @Override
        public Manifest observed(Manifest seen) {
            return seen.observedIn(null);
        }
    }),
    REVISIONS_DO_NOT_CHANGE(SameRevision::new),
    LABELS_ARE_READ_ONCE(FirstLabels::new),
    MANIFESTS_KEEP_THEIR_FIRST_SELECTORS(FirstLayers::new);

    @SuppressWarnings("ImmutableEnumChecker") // made anew for each world
    private final Supplier<Collaborators> with;

    Plant(Supplier<Collaborators> with) {
        this.with = with;
    }

    Collaborators collaborators() {
        return with.get();
    }

    private static boolean isOf(Topic<?> topic, ProducerRecord<String, byte @Nullable []> record) {
        return record.topic().equals(topic.name());
    }

    private static boolean isTombstoneOf(Topic<?> topic, ProducerRecord<String, byte @Nullable []> record) {
        return isOf(topic, record) && record.value() == null;
    }

    private static boolean isRelease(ProducerRecord<String, byte @Nullable []> record) {
        byte[] value = record.value();
        return isOf(World.TOPICS.pins(), record)
                && value != null
                && World.TOPICS.pins().serde().decode(value).release() != null;
    }

    private static final class LastHeard implements Collaborators {
        private long heard = 1_000_000;

        @Override
        public Version version(Version seen) {
            return new Version(seen.incarnation(), Long.toString(heard++));
        }
    }

    private record Losing(Predicate<ProducerRecord<String, byte @Nullable []>> lost) implements Collaborators {
        @Override
        public Optional<ProducerRecord<String, byte @Nullable []>> sent(
                ProducerRecord<String, byte @Nullable []> record) {
            return lost.test(record) ? Optional.empty() : Optional.of(record);
        }
    }

    private static final class OncePerKey implements Collaborators {
        private final Map<String, TopicPartition> said = new HashMap<>();

        @Override
        public Optional<ProducerRecord<String, byte @Nullable []>> sent(
                ProducerRecord<String, byte @Nullable []> record) {
            boolean again = isOf(World.TOPICS.clusterStatus(), record)
                    && said.putIfAbsent(record.key(), new TopicPartition(record.topic(), record.partition())) != null;
            return again ? Optional.empty() : Optional.of(record);
        }
    }

    private record Unlogged(Set<String> stores) implements Collaborators {
        Unlogged(String... stores) {
            this(Set.of(stores));
        }

        @Override
        public boolean hasChangelog(String store) {
            return !stores.contains(store);
        }
    }

    private record WithoutTest(String of) implements Collaborators {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public GuardedPatch patch(ManifestUpdate update) {
            GuardedPatch sound = GuardedPatch.of(update);
            return sound instanceof GuardedPatch.Ready(String json) ? new GuardedPatch.Ready(without(json)) : sound;
        }

        private String without(String json) {
            try {
                ArrayNode left = JSON.createArrayNode();
                JSON.readTree(json).forEach(operation -> {
                    boolean test = operation.path("op").asText().equals("test");
                    if (!test || !operation.path("path").asText().contains(of)) {
                        left.add(operation);
                    }
                });
                return left.toString();
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    private static final class SameRevision implements Collaborators {
        @Override
        public Credential observed(Credential seen) {
            List<RegistryEntry> entries = seen.registries().stream()
                    .map(entry -> new RegistryEntry(
                            entry.registry(), entry.fingerprints(), entry.secretFingerprints(), "same"))
                    .toList();
            return with(seen, seen.labels(), entries);
        }
    }

    private static final class FirstLabels implements Collaborators {
        private final Map<String, Map<String, String>> first = new HashMap<>();

        @Override
        public Credential observed(Credential seen) {
            return with(
                    seen,
                    Objects.requireNonNullElse(first.putIfAbsent(seen.uid(), seen.labels()), seen.labels()),
                    seen.registries());
        }
    }

    private static Credential with(Credential seen, Map<String, String> labels, List<RegistryEntry> entries) {
        return new Credential(
                seen.ref(),
                seen.uid(),
                seen.version(),
                labels,
                entries,
                seen.fingerprints(),
                null,
                seen.problem(),
                seen.cause());
    }

    private static final class FirstLayers implements Collaborators {
        private final Map<String, List<Manifest.ManifestLayer>> first = new HashMap<>();

        @Override
        public Manifest observed(Manifest seen) {
            List<Manifest.ManifestLayer> layers =
                    Objects.requireNonNullElse(first.putIfAbsent(seen.uid(), seen.layers()), seen.layers());
            return new Manifest(
                    seen.ref(),
                    seen.uid(),
                    seen.version(),
                    seen.component(),
                    seen.componentVersion(),
                    seen.moduleName(),
                    seen.channel(),
                    seen.kyma(),
                    seen.remoteTemplate(),
                    seen.deleting(),
                    seen.skipReconciliation(),
                    seen.annotated(),
                    layers,
                    seen.annotations(),
                    seen.verdict(),
                    seen.epoch(),
                    seen.asked(),
                    seen.cause());
        }
    }
}
