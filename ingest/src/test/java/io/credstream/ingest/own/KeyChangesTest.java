package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.ingest.watch.Budgets;
import io.credstream.ingest.watch.Digest;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.observe.Meters;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fingerprint keys that change in any order, while clusters are away, come back, leave and join, and Secrets are rotated. Each step
 * is a start of ingest with the key file of that moment, on what the one before has left.
 */
class KeyChangesTest {

    private static final Topics TOPICS = Topics.withPrefix("");
    private static final List<String> CLUSTERS = List.of("kcp-a", "kcp-b", "kcp-c");
    private static final int SEEDS = 40;
    private static final int STEPS = 25;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What should be in the log of a cluster. */
    private record Reported(int content, Set<String> keys, String revision) {}

    private static final class There {
        private boolean member = true;
        private boolean up = true;
        private int content;
        private @Nullable Reported reported;
    }

    @Test
    void whoCanBeComparedIsReportedAndWhoCannotIsHeldWhateverTheOrder() throws IOException {
        long first = new Random().nextLong();
        int held = 0;
        int reported = 0;
        for (int i = 0; i < SEEDS; i++) {
            World world = new World(first + i);
            for (int step = 0; step < STEPS; step++) {
                world.change();
                world.start("seed " + (first + i) + ", step " + step);
            }
            held += world.held;
            reported += world.reported;
        }
        assertThat(held).as("seed %d: steps in which something was held", first).isGreaterThan(SEEDS);
        assertThat(reported)
                .as("seed %d: steps in which something was reported", first)
                .isGreaterThan(SEEDS);
    }

    private final class World {
        private final Random random;
        private final Inventory inventory = new Inventory();
        private final Map<String, There> fleet = new HashMap<>();
        private final List<Integer> keys = new ArrayList<>(List.of(1));
        private final Set<Integer> lost = new TreeSet<>();
        private int newestKey = 1;
        private int version = 1;
        private int held;
        private int reported;

        World(long seed) {
            random = new Random(seed);
            CLUSTERS.forEach(id -> fleet.put(id, new There()));
        }

        private There there(String id) {
            return Objects.requireNonNull(fleet.get(id));
        }

        void change() {
            There cluster = there(CLUSTERS.get(random.nextInt(CLUSTERS.size())));
            switch (random.nextInt(9)) {
                case 0, 1 -> {
                    keys.addFirst(++newestKey);
                    while (keys.size() > 1 + random.nextInt(4)) {
                        keys.removeLast();
                    }
                }
                case 2 -> keys.subList(1, keys.size()).clear();
                case 3 -> {
                    int old = 1 + random.nextInt(newestKey);
                    if (!keys.contains(old) && keys.size() < 4) {
                        keys.add(old); // was found again
                        lost.remove(old);
                    }
                }
                case 4 -> {
                    int old = 1 + random.nextInt(newestKey);
                    if (!keys.contains(old)) {
                        lost.add(old);
                    }
                }
                case 5, 6 -> cluster.up = !cluster.up;
                case 7 -> cluster.member = !cluster.member;
                default -> cluster.content++;
            }
            lost.removeAll(keys);
        }

        void start(String when) throws IOException {
            FingerprintKeys file = file();
            Projections projections = new Projections(SecretSelector.DEFAULT, file.reader());
            for (String id : CLUSTERS) {
                There cluster = there(id);
                Batch batch = new Batch(TOPICS, topic -> 3, inventory);
                if (cluster.member) {
                    Optional<ClusterStatus> status = watch(id, cluster, file, projections, batch);
                    batch.committed(new ReportMeters(Meters.unseen()));
                    expect(id, cluster, file, status, when);
                } else {
                    batch.retire(id, entry -> true, Deletion.Reason.CLUSTER_REMOVED, cause(id));
                    batch.committed(new ReportMeters(Meters.unseen()));
                    cluster.reported = null;
                    assertThat(inventory.entries(id)).as(when).isEmpty();
                }
            }
        }

        private Optional<ClusterStatus> watch(
                String id, There there, FingerprintKeys file, Projections projections, Batch batch) {
            Cluster cluster = cluster(id);
            StatusBook book = new StatusBook(cluster, cause(id), Known.NOTHING, Instant.EPOCH);
            try (Session session = new Session(
                    new Takeover.Member(cluster, new Cause.Coordinates("clusters", 0, 0)),
                    Known.NOTHING,
                    book,
                    inventory,
                    new LinkedBlockingQueue<>(),
                    Budgets.DEFAULTS)) {
                session.hold(file.comparableIds());
                if (there.up) {
                    Version at = new Version(1, String.valueOf(++version));
                    Credential seen = projections
                            .credential(
                                    new Observed(cluster, secret(there.content), at, cause(id)),
                                    inventory.registries(Kind.SECRET, ref(id)))
                            .orElseThrow();
                    session.apply(present(seen), batch);
                    Feed.of(cluster).forEach(feed -> session.apply(new Sighting.Following(feed), batch));
                }
                return book.due(Instant.EPOCH);
            }
        }

        private void expect(String id, There there, FingerprintKeys file, Optional<ClusterStatus> status, String when) {
            Reported before = there.reported;
            boolean comparable = before == null || !Collections.disjoint(before.keys(), file.comparableIds());
            Optional<RegistryEntry> entry =
                    inventory.registries(Kind.SECRET, ref(id)).stream().findFirst();
            if (there.up) {
                assertThat(status.orElseThrow().condition())
                        .as("%s: condition of %s", when, id)
                        .isEqualTo(comparable ? Condition.WATCHED : Condition.FINGERPRINT_KEY_UNKNOWN);
            }
            if (!there.up || !comparable) {
                held += comparable ? 0 : 1;
                assertThat(entry.map(RegistryEntry::revision))
                        .as("%s: %s stays", when, id)
                        .isEqualTo(Optional.ofNullable(before).map(Reported::revision));
                return;
            }
            reported++;
            RegistryEntry now = entry.orElseThrow();
            assertThat(now.fingerprints().keySet())
                    .as("%s: keys of %s", when, id)
                    .isEqualTo(file.ids());
            if (before != null && !Collections.disjoint(before.keys(), file.ids())) {
                assertThat(now.revision().equals(before.revision()))
                        .as("%s: the revision of %s changes with the content alone", when, id)
                        .isEqualTo(before.content() == there.content);
            }
            there.reported = new Reported(there.content, now.fingerprints().keySet(), now.revision());
        }

        private FingerprintKeys file() throws IOException {
            StringBuilder yaml = new StringBuilder();
            for (int i = 0; i < keys.size(); i++) {
                byte[] key = new byte[32];
                Arrays.fill(key, keys.get(i).byteValue());
                yaml.append(i == 0 ? "current: " : i == 1 ? "previous:\n- " : "- ")
                        .append("{id: k%d, key: %s}\n"
                                .formatted(keys.get(i), Base64.getEncoder().encodeToString(key)));
            }
            if (!lost.isEmpty()) {
                yaml.append("lost: ")
                        .append(lost.stream().map(id -> "k" + id).toList())
                        .append('\n');
            }
            Path file = folder.resolve("keys.yaml");
            Files.writeString(file, yaml);
            return FingerprintKeys.load(file);
        }
    }

    private static Cluster cluster(String id) {
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("kubeconfig", null),
                List.of("kcp-system"),
                "1.3.10",
                cause(id));
    }

    private static Cause cause(String id) {
        return new Cause.Request("test", id);
    }

    private static ObjectRef ref(String cluster) {
        return new ObjectRef(cluster, "kcp-system", "cred");
    }

    private static ObjectNode secret(int content) {
        String config =
                "{\"auths\":{\"reg.example\":{\"username\":\"robot\",\"password\":\"fake-%d\"}}}".formatted(content);
        ObjectNode secret = JsonNodeFactory.instance.objectNode().put("type", "kubernetes.io/dockerconfigjson");
        secret.putObject("metadata")
                .put("namespace", "kcp-system")
                .put("name", "cred")
                .put("uid", "uid");
        secret.putObject("data")
                .put(".dockerconfigjson", Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8)));
        return secret;
    }

    private static Sighting.Present present(Credential seen) {
        Digest digest = Digest.of(seen);
        return new Sighting.Present(new Feed(Kind.SECRET, "kcp-system"), seen, digest.hex(), digest.bytes());
    }
}
