package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Feed.Subset;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.observe.Meters;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Three disjoint feeds of Secrets, relabelled, deleted and made again with another type or in another namespace, listed and watched in every
 * order: no object is lost, and none stays that is gone, for readers who let nothing older overwrite what is newer.
 */
class ShownTest {

    private static final int WORLDS = 3_000;
    private static final Topics TOPICS = Topics.withPrefix("");
    private static final List<ObjectRef> NAMES = List.of(
            new ObjectRef("kcp", "ns", "a"), new ObjectRef("kcp", "ns", "b"), new ObjectRef("kcp", "other", "a"));
    private static final List<Subset> DISJOINT =
            List.of(Subset.DOCKER_CONFIG_JSON, Subset.DOCKER_CFG, Subset.SELECTED_OTHERS);

    /** What a server has under a name: of a type, and labelled or not. */
    private record There(int uid, Subset type, boolean labelled) {
        boolean isIn(Subset subset) {
            return type == subset && (labelled || subset != Subset.SELECTED_OTHERS);
        }
    }

    /** What a reader of the topic knows of a key. */
    private record Read(Version version, @Nullable String uid) {}

    private static final class World {
        private final Random random;
        private final List<Feed> feeds = new ArrayList<>();
        private final Map<ObjectRef, There> server = new HashMap<>();
        private final Map<Feed, Deque<Sighting>> underWay = new HashMap<>();
        private final Map<String, Read> read = new HashMap<>();
        private final Inventory inventory = new Inventory();
        private Shown shown;
        private long version = 10;
        private int uids;

        World(long seed, boolean perNamespace) {
            random = new Random(seed);
            for (Subset subset : DISJOINT) {
                if (perNamespace) {
                    feeds.add(new Feed(Kind.SECRET, "ns", subset));
                    feeds.add(new Feed(Kind.SECRET, "other", subset));
                } else {
                    feeds.add(new Feed(Kind.SECRET, null, subset));
                }
            }
            shown = new Shown(feeds);
        }

        void step() {
            Feed feed = feeds.get(random.nextInt(feeds.size()));
            switch (random.nextInt(16)) {
                case 0 -> loseItsPlace(feed);
                case 1 -> anotherIngestTakesOver();
                case 2, 3, 4, 5, 6 -> change(NAMES.get(random.nextInt(NAMES.size())));
                default -> deliver(feed);
            }
        }

        /** What it had to tell is never told; a list shows what is there. */
        private void loseItsPlace(Feed feed) {
            Deque<Sighting> events = events(feed);
            events.clear();
            Set<ObjectRef> seen = new HashSet<>();
            server.forEach((ref, there) -> {
                if (covers(feed, ref) && there.isIn(feed.subset())) {
                    events.add(present(feed, ref, there));
                    seen.add(ref);
                }
            });
            events.add(new Sighting.Listed(feed, now(), seen, 0, 0));
        }

        private void anotherIngestTakesOver() {
            if (random.nextInt(8) == 0) {
                shown = new Shown(feeds);
                feeds.forEach(this::loseItsPlace);
            }
        }

        private void change(ObjectRef ref) {
            There before = server.get(ref);
            version++;
            if (before == null) {
                put(ref, null, new There(++uids, DISJOINT.get(random.nextInt(3)), random.nextBoolean()));
            } else if (random.nextBoolean()) {
                put(ref, before, new There(before.uid(), before.type(), !before.labelled()));
            } else {
                put(ref, before, null);
            }
        }

        private void put(ObjectRef ref, @Nullable There before, @Nullable There after) {
            if (after == null) {
                server.remove(ref);
            } else {
                server.put(ref, after);
            }
            for (Feed feed : feeds) {
                boolean was = before != null && before.isIn(feed.subset());
                boolean is = after != null && after.isIn(feed.subset());
                if (covers(feed, ref) && after != null && is) {
                    events(feed).add(present(feed, ref, after));
                } else if (covers(feed, ref) && was) {
                    events(feed).add(new Sighting.Absent(Kind.SECRET, ref, now(), cause()));
                }
            }
        }

        private void deliver(Feed feed) {
            Sighting next = events(feed).poll();
            if (next == null) {
                return;
            }
            Batch batch = new Batch(TOPICS, topic -> 3, inventory);
            switch (next) {
                case Sighting.Present present -> {
                    shown.present(present, batch);
                    batch.present(Kind.SECRET, present.projection(), present.digest());
                }
                case Sighting.Absent absent ->
                    batch.absent(Kind.SECRET, absent.ref(), Deletion.Reason.WATCH, absent.version(), absent.cause());
                case Sighting.Listed listed -> shown.listed(listed, "kcp", batch);
                default -> throw new IllegalStateException(next.toString());
            }
            batch.records().forEach(this::read);
            batch.committed(new ReportMeters(Meters.unseen()));
        }

        private void read(ProducerRecord<String, byte[]> record) {
            if (!record.topic().equals("credentials")) {
                return;
            }
            Read now;
            if (record.value() == null) {
                now = new Read(
                        DeletionHeaders.read(record.headers()).orElseThrow().version(), null);
            } else {
                Credential credential = TOPICS.credentials().serde().decode(record.value());
                now = new Read(credential.version(), credential.uid());
            }
            read.merge(
                    record.key(),
                    now,
                    (before, after) -> after.version().isOlderThan(before.version()) ? before : after);
        }

        void drain() {
            while (underWay.values().stream().anyMatch(events -> !events.isEmpty())) {
                deliver(feeds.get(random.nextInt(feeds.size())));
            }
        }

        void expectWhatIsThere(long seed) {
            for (ObjectRef ref : NAMES) {
                Optional<String> there = Optional.ofNullable(server.get(ref))
                        .filter(of -> DISJOINT.stream().anyMatch(of::isIn))
                        .map(of -> "uid" + of.uid());
                assertThat(Optional.ofNullable(read.get(ref.key())).map(Read::uid))
                        .as("seed %s: %s in the topic", seed, ref)
                        .isEqualTo(there);
                assertThat(inventory.contains(Kind.SECRET, ref))
                        .as("seed %s: %s in the inventory", seed, ref)
                        .isEqualTo(there.isPresent());
            }
        }

        private Deque<Sighting> events(Feed feed) {
            return underWay.computeIfAbsent(feed, unheard -> new ArrayDeque<>());
        }

        private static boolean covers(Feed feed, ObjectRef ref) {
            return feed.covers(Kind.SECRET, ref);
        }

        private Sighting.Present present(Feed feed, ObjectRef ref, There there) {
            Credential credential = new Credential(
                    ref,
                    "uid" + there.uid(),
                    now(),
                    Map.of("labelled", String.valueOf(there.labelled())),
                    List.of(),
                    Map.of(),
                    null,
                    null,
                    cause());
            return new Sighting.Present(feed, credential, "digest" + there, 100);
        }

        private Version now() {
            return new Version(1, String.valueOf(version));
        }

        private Cause cause() {
            return new Cause.Observation("kcp", Kind.SECRET, String.valueOf(version));
        }
    }

    @Test
    void anObjectIsThereWhileAnyFeedHasItAndGoneWhenNoneDoes() {
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, seed % 2 == 0);
            world.feeds.forEach(world::loseItsPlace);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 40; i++) {
                    world.step();
                }
                world.drain();
                world.expectWhatIsThere(seed);
            }
        }
    }

    @Test
    void aListOfOneFeedSaysNothingOfWhatAnotherOneShows() {
        Feed json = new Feed(Kind.SECRET, "ns", Subset.DOCKER_CONFIG_JSON);
        Feed cfg = new Feed(Kind.SECRET, "ns", Subset.DOCKER_CFG);
        World world = new World(1, true);
        Shown shown = new Shown(List.of(json, cfg));
        ObjectRef ref = NAMES.getFirst();

        shown.present(
                world.present(json, ref, new There(1, Subset.DOCKER_CONFIG_JSON, true)),
                new Batch(TOPICS, topic -> 3, new Inventory()));

        assertThat(shown.speaksFor(json, Kind.SECRET, ref)).isTrue();
        assertThat(shown.speaksFor(cfg, Kind.SECRET, ref)).isFalse();
        assertThat(shown.speaksFor(cfg, Kind.SECRET, NAMES.get(1))).isFalse();
    }
}
