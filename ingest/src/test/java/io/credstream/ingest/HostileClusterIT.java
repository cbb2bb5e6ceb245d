package io.credstream.ingest;

import static io.credstream.ingest.HostileServer.event;
import static io.credstream.ingest.HostileServer.list;
import static io.credstream.ingest.HostileServer.manifest;
import static io.credstream.ingest.HostileServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.HostileServer.Misbehaviour;
import io.credstream.ingest.watch.Budgets;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Budget;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.model.Manifest;
import io.credstream.read.TopicRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster that sends too much: it is said of that cluster, and the other one is watched as if nothing were wrong. */
final class HostileClusterIT {

    private static final String NS = "kcp-system";
    private static final Pattern CONTINUE = Pattern.compile("continue=([0-9]+)");
    private static final String LONG = "x".repeat(1 << 16);

    private final World world = new World();
    private final HostileServer hostile = new HostileServer((request, out) -> false);

    @AfterEach
    void close() {
        hostile.close();
        world.close();
    }

    /** What cannot be followed at all. */
    enum Endless implements Misbehaviour {
        LINE {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.watches("manifests")) {
                    write(out, "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"");
                    forEver(out, LONG);
                }
                return false;
            }
        },
        OBJECT {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.lists("manifests")) {
                    write(out, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":{\"labels\":{");
                    forEver(out, "\"l\":\"" + LONG + "\",");
                }
                return false;
            }
        },
        ITEMS {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.lists("manifests")) {
                    write(out, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
                    for (int i = 0; true; i++) {
                        write(out, manifest("m-" + i, "5", "") + ",");
                    }
                }
                return false;
            }
        },
        PAGES {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.lists("manifests")) {
                    Matcher page = CONTINUE.matcher(request.query());
                    int number = page.find() ? Integer.parseInt(page.group(1)) : 0;
                    List<String> items = IntStream.range(0, 50)
                            .mapToObj(i -> manifest("m-" + number + "-" + i, "5", ""))
                            .toList();
                    write(out, list(items, String.valueOf(number + 1)));
                    return true;
                }
                return false;
            }
        },
        NESTING {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.lists("manifests")) {
                    write(out, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
                    forEver(out, "[{\"a\":".repeat(10_000));
                }
                return false;
            }
        },
        VERSION {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.is("/version")) {
                    write(out, "{\"gitVersion\":\"v");
                    forEver(out, "9".repeat(10_000));
                }
                return false;
            }
        },
        UID {
            @Override
            public boolean answer(HostileServer.Request request, OutputStream out) throws IOException {
                if (request.is("/kube-system")) {
                    write(out, "{\"metadata\":{\"uid\":\"" + "u".repeat(1_000_000) + "\"}}");
                    return true;
                }
                return false;
            }
        };

        static void forEver(OutputStream out, String text) throws IOException {
            while (true) {
                write(out, text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotEndIsGivenUpAndSaid(Endless endless) {
        hostile.does(endless);
        Cluster good = start(Budgets.DEFAULTS.withPageBytes(20 << 20).withManifests(1_000));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.status("hostile").map(ClusterStatus::condition))
                        .contains(Condition.OVER_BUDGET));
        othersAreWatched(good);
        // Once there is an end to it, it is watched.
        hostile.does((request, out) -> false);
        awaitCondition(Condition.WATCHED);
    }

    @Test
    void anObjectThatIsTooLargeIsLeftOutByNameAndTheFeedGoesOn() {
        List<String> objects =
                new CopyOnWriteArrayList<>(List.of(manifest("known", "4", ""), manifest("small", "4", "")));
        hostile.does(listing(objects));
        Cluster good = start(Budgets.DEFAULTS.withObjectBytes(100_000));
        awaitManifests(Set.of("known", "small"));
        // When one is large in the next list, and another one in the watch
        AtomicInteger watches = new AtomicInteger();
        String large = ",\"annotations\":{\"x\":\"" + LONG + LONG + "\"}";
        objects.set(0, manifest("known", "7", large));
        hostile.does((request, out) -> {
            if (request.lists("manifests")) {
                write(out, list(objects, "").replace("\"resourceVersion\":\"5\"", "\"resourceVersion\":\"8\""));
                return true;
            }
            if (request.watches("manifests") && watches.incrementAndGet() == 1) {
                write(out, event("ERROR", "{\"code\":410}"));
                return true;
            }
            if (request.watches("manifests")) {
                write(out, event("ADDED", manifest("large", "9", large)));
                write(out, event("ADDED", manifest("behind", "10", "")));
                hostile.idle(out);
                return true;
            }
            return false;
        });
        hostile.interrupt();
        // Then
        awaitManifests(Set.of("known", "small", "behind"));
        awaitCondition(Condition.OVER_BUDGET);
        await().untilAsserted(() -> assertThat(
                        world.status("hostile").orElseThrow().budgets())
                .anySatisfy(use -> {
                    assertThat(use.budget()).isEqualTo(Budget.OBJECT_BYTES);
                    assertThat(use.isExceeded()).isTrue();
                }));
        await().untilAsserted(() -> assertThat(letters())
                .contains("TOO_LARGE hostile/" + NS + "/known", "TOO_LARGE hostile/" + NS + "/large"));
        othersAreWatched(good);
    }

    @Test
    void beyondTheNumberOfObjectsNewOnesWaitUntilThereIsRoom() {
        List<String> objects = new CopyOnWriteArrayList<>(
                IntStream.range(0, 5).mapToObj(i -> manifest("m-" + i, "4", "")).toList());
        AtomicLong version = new AtomicLong(10);
        List<String> events = new CopyOnWriteArrayList<>();
        hostile.does((request, out) -> {
            if (request.watches("manifests")) {
                while (!hostile.isClosed()) {
                    while (!events.isEmpty()) {
                        write(out, events.removeFirst());
                    }
                    pause();
                }
                return true;
            }
            if (request.lists("manifests")) {
                write(
                        out,
                        list(objects, "")
                                .replace("\"resourceVersion\":\"5\"", "\"resourceVersion\":\"" + version.get() + "\""));
                return true;
            }
            return false;
        });
        start(Budgets.DEFAULTS.withManifests(3));

        awaitManifests(Set.of("m-0", "m-1", "m-2"));
        awaitCondition(Condition.OVER_BUDGET);
        assertThat(world.status("hostile").orElseThrow().budgets())
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.budget()).isEqualTo(Budget.OBJECTS);
                    assertThat(use.used()).isEqualTo(3);
                    assertThat(use.leftOut()).isEqualTo(2);
                });
        // When one that is known goes, and another one is new
        objects.remove(1);
        events.add(event("ADDED", manifest("m-9", "11", "")));
        events.add(event("DELETED", manifest("m-1", "12", "")));
        version.set(12);
        // Then there is room for one of them
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(manifests())
                        .hasSize(3)
                        .contains("m-0", "m-2")
                        .doesNotContain("m-1"));
    }

    @Test
    void aFloodOfEventsKeepsNobodyElseWaiting() {
        AtomicLong version = new AtomicLong(10);
        hostile.does((request, out) -> {
            if (request.watches("manifests")) {
                while (!hostile.isClosed()) {
                    long v = version.incrementAndGet();
                    out.write(HostileServer.utf8(event(
                            "MODIFIED",
                            manifest("m-" + v % 50, String.valueOf(v), "").replace("1.0.0", "1.0." + v))));
                }
                return true;
            }
            return false;
        });
        Cluster good = start(Budgets.DEFAULTS);
        await().until(() -> !manifests().isEmpty());

        for (int i = 0; i < 3; i++) {
            world.cluster("good").as("klm").apply(Yaml.manifest(NS, "while-" + i, "1.0.0"));
            long begun = System.nanoTime();
            new TopicsEqualClusters(world, good).holdsSoon();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(world.bugs()).isEmpty();
    }

    private Cluster start(Budgets budgets) {
        world.watching(world.watching().withBudgets(budgets).withPageSize(50));
        world.writeKubeconfigFile("hostile", hostile.kubeconfig());
        world.controlPlane("hostile");
        Cluster good = world.controlPlane("good");
        world.startIngest();
        return good;
    }

    private void othersAreWatched(Cluster good) {
        world.cluster("good").as("klm").apply(Yaml.manifest(NS, "m-while", "1.0.0"));
        new TopicsEqualClusters(world, good).holdsSoon();
        assertThat(world.status("good").map(ClusterStatus::condition)).contains(Condition.WATCHED);
        assertThat(world.bugs()).isEmpty();
    }

    private static Misbehaviour listing(List<String> objects) {
        return (request, out) -> {
            if (request.lists("manifests")) {
                write(out, list(objects, ""));
                return true;
            }
            return false;
        };
    }

    private Set<String> manifests() {
        Map<String, TopicRecord.Value<Manifest>> latest =
                world.latest(world.topics().manifests()).records();
        return latest.values().stream()
                .map(record -> record.value().ref())
                .filter(ref -> ref.cluster().equals("hostile"))
                .map(ref -> ref.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> letters() {
        return world.latest(world.topics().deadLetters()).records().values().stream()
                .map(TopicRecord.Value::value)
                .map((DeadLetter letter) -> letter.code() + " " + letter.object())
                .toList();
    }

    private void awaitManifests(Set<String> names) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(manifests()).isEqualTo(names));
    }

    private void awaitCondition(Condition condition) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.status("hostile").map(ClusterStatus::condition))
                        .contains(condition));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
