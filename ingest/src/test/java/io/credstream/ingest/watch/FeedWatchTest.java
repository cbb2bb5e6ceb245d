package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credstream.ingest.watch.Script.Answer;
import io.credstream.kube.Backoff;
import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.observe.Fault;
import io.credstream.observe.Meters;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.projection.secret.FingerprintKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop, on an API that follows a script. */
final class FeedWatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Feed FEED = new Feed(Kind.MANIFEST, null);
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
    private static final Failure BROKEN = new Failure.Broken(new Trouble(Condition.UNREACHABLE, "test", "none"));

    private final Script api = new Script();
    private long nanos;
    private final List<Sighting> sightings = new ArrayList<>();
    private final Projections projections;

    FeedWatchTest(@TempDir Path folder) {
        projections = new Projections(
                SecretSelector.DEFAULT,
                FingerprintKeys.generate(folder.resolve("keys.yaml")).reader());
    }

    @Test
    void aListIsReadPageByPageAndCountsAsObservedAtItsVersion() {
        api.add(
                new Answer.Listing("40", "more", List.of(manifest("a", "3"), manifest("b", "5"))),
                new Answer.Listing("40", null, List.of(manifest("c", "7"))));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "list 250 more", "watch 40");
        assertThat(present()).containsExactly("a@1/40", "b@1/40", "c@1/40");
        assertThat(only(Sighting.Listed.class)).singleElement().satisfies(listed -> {
            assertThat(listed.seen()).hasSize(3);
            assertThat(listed.version()).isEqualTo(new Version(1, "40"));
        });
        assertThat(only(Sighting.Missed.class)).isEmpty();
    }

    @Test
    void aPageThatIsGoneOrOfAnotherVersionMakesNoListThatCouldDelete() {
        api.add(
                new Answer.Listing("40", "more", List.of(manifest("a", "3"))),
                new Answer.Failing(new Failure.Expired()),
                new Answer.Listing("41", "more", List.of(manifest("a", "3"))),
                new Answer.Listing("42", null, List.of(manifest("b", "3"))));
        run(null);
        assertThat(only(Sighting.Listed.class)).isEmpty();
    }

    @Test
    void aServerThatForgetsOneListAfterTheOtherIsReported() {
        Answer forgotten = new Answer.Failing(new Failure.Expired());
        api.add(forgotten, forgotten);
        run(null);
        assertThat(only(Sighting.Troubled.class)).isEmpty();
        api.add(forgotten, forgotten, forgotten);
        run(null);
        assertThat(only(Sighting.Troubled.class))
                .singleElement()
                .satisfies(
                        troubled -> assertThat(troubled.trouble().condition()).isEqualTo(Condition.OVERLOADED));
    }

    @Test
    void aPageThatLeadsToItselfIsReportedAndNotReadForEver() {
        api.add(
                new Answer.Listing("40", "again", List.of(manifest("a", "3"))),
                new Answer.Listing("40", "again", List.of(manifest("a", "3"))));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "list 250 again", "list 250");
        assertThat(only(Sighting.Listed.class)).isEmpty();
        assertThat(only(Sighting.Troubled.class)).hasSize(1);
    }

    @Test
    void eventsAreHandedOverAtTheirVersionAndTheWatchIsResumedAfterTheLast() {
        api.add(
                list("40"),
                watch(
                        event("ADDED", manifest("a", "41")),
                        event("DELETED", manifest("a", "42")),
                        event("BOOKMARK", bookmark("50"))));
        run(null);
        assertThat(api.asked()).endsWith("watch 40", "watch 50");
        assertThat(present()).containsExactly("a@1/41");
        assertThat(only(Sighting.Absent.class))
                .singleElement()
                .extracting(Sighting.Absent::version)
                .isEqualTo(new Version(1, "42"));
    }

    @Test
    void aConnectionThatBreaksIsVerifiedWithASingleObjectAndResumedWithoutAGap() {
        api.add(list("40"), new Answer.Watching(List.of(event("ADDED", manifest("a", "41"))), BROKEN), list("60"));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 1", "watch 41");
        assertThat(only(Sighting.Missed.class)).isEmpty();
        assertThat(only(Sighting.Lost.class)).isEmpty();
        assertThat(only(Sighting.Troubled.class)).isEmpty();
    }

    @Test
    void aServerThatWasAwayIsListedWhateverItsVersion() {
        api.add(
                list("40"),
                new Answer.Watching(List.of(), BROKEN),
                new Answer.Failing(BROKEN),
                new Answer.Listing("45", null, List.of(manifest("a", "41"))));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 1", "list 250", "watch 45");
        assertThat(only(Sighting.Missed.class)).hasSize(1);
        assertThat(only(Sighting.Lost.class)).containsExactly(new Sighting.Lost(FEED, NOW));
    }

    @Test
    void aVersionOfTheFutureIsListedInANewIncarnation() {
        api.add(
                list("40"),
                new Answer.Watching(List.of(), BROKEN),
                list("30"),
                new Answer.Listing("31", null, List.of(manifest("a", "3"))));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 1", "list 250", "watch 31");
        assertThat(only(Sighting.Restarted.class)).containsExactly(new Sighting.Restarted(2));
        assertThat(present()).containsExactly("a@2/31");
    }

    @Test
    void silenceLeadsToAListAndAGap() {
        api.add(list("40"), new Answer.Silence(), list("45"));
        run(null);
        assertListedAgainWithAGap();
        assertThat(Duration.ofNanos(nanos)).isGreaterThanOrEqualTo(WatchSettings.DEFAULTS.watchdog());
    }

    @Test
    void whoeverIsWokenDuringAPauseWaitsForWhatIsLeftOfIt() throws InterruptedException {
        api.add(new Answer.Failing(BROKEN), list("40"));
        FeedWatch watch = watch(null, new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)));
        Duration pause = watch.turn(() -> {});
        nanos += pause.toNanos() / 2;
        assertThat(watch.turn(() -> {})).isEqualTo(pause.minusNanos(pause.toNanos() / 2));
        assertThat(api.asked()).containsExactly("list 250");
    }

    @Test
    void nonsenseLeadsToAListAndAGap() {
        api.add(list("40"), watch(event("NONSENSE", manifest("a", "41"))), list("45"));
        run(null);
        assertListedAgainWithAGap();
    }

    @Test
    void anErrorEventSaysWhatToDo() {
        api.add(
                list("40"),
                watch(event("ERROR", json("{\"kind\":\"Status\",\"code\":410}"))),
                list("45"),
                watch(event("ERROR", json("{\"kind\":\"Status\",\"code\":500}"))));
        run(null);
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 250", "watch 45", "list 1");
    }

    @Test
    void anObjectWithoutANameIsADeadLetterAndTheWatchGoesOn() {
        api.add(
                new Answer.Listing("40", null, List.of(json("{\"metadata\":{\"uid\":\"u\"}}"))),
                watch(
                        event("ADDED", json("{\"metadata\":{\"resourceVersion\":\"41\"}}")),
                        event("ADDED", json("{\"metadata\":{\"namespace\":\"n\",\"name\":\"x\",\"uid\":\"u\"}}")),
                        event("ADDED", manifest("a", "42"))));
        run(null);
        assertThat(only(Sighting.Malformed.class))
                .hasSize(3)
                .allSatisfy(malformed -> assertThat(malformed.cause()).isInstanceOf(Cause.Observation.class));
        assertThat(present()).containsExactly("a@1/42");
    }

    @Test
    void whoeverTakesOverReportsTheTimeInBetweenAsAGap() {
        Instant before = NOW.minusSeconds(60);
        api.add(list("40"));
        run(before);
        assertThat(only(Sighting.Missed.class))
                .containsExactly(new Sighting.Missed(FEED, before, NOW, Condition.CONNECTING));
    }

    @Test
    void whatIsListedAfreshWhileItIsFollowedLeavesNoGap() throws InterruptedException {
        api.add(list("40"), new Answer.Silence(), list("45"), new Answer.Silence());
        FeedWatch watch = watch(null, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        watch.turn(() -> {});
        watch.listAfresh();
        watch.listAfresh();
        watch.turn(() -> {});
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 250", "watch 45");
        assertThat(only(Sighting.Missed.class)).isEmpty();
    }

    @Test
    void whatIsListedAfreshAfterAFailureLeavesItsGap() throws InterruptedException {
        api.add(list("40"), new Answer.Silence(), new Answer.Failing(BROKEN), list("45"), new Answer.Silence());
        FeedWatch watch = watch(null, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        watch.turn(() -> {});
        watch.listAfresh();
        while (!api.isAtItsEnd()) {
            nanos += watch.turn(() -> {}).toNanos();
        }
        assertThat(only(Sighting.Missed.class)).hasSize(1);
    }

    private void assertListedAgainWithAGap() {
        assertThat(api.asked()).containsExactly("list 250", "watch 40", "list 250", "watch 45");
        assertThat(only(Sighting.Missed.class))
                .containsExactly(new Sighting.Missed(FEED, NOW, NOW, Condition.UNREACHABLE));
    }

    /** Turn after turn, as fast as time can be made to pass. */
    private void run(@Nullable Instant lastGood) {
        FeedWatch watch = watch(lastGood, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        try {
            while (true) {
                nanos += watch.turn(() -> {}).toNanos();
            }
        } catch (InterruptedException endOfScript) {
            assertThat(api.isAtItsEnd()).isTrue();
        }
    }

    private FeedWatch watch(@Nullable Instant lastGood, Backoff backoff) {
        Sightings sink = new Sightings() {
            @Override
            public void put(Sighting sighting) {
                sightings.add(sighting);
            }

            @Override
            public void failed(Fault fault) {
                throw new AssertionError(fault);
            }

            @Override
            public boolean isKnown(Kind kind, ObjectRef ref) {
                return false;
            }

            @Override
            public List<RegistryEntry> registries(Kind kind, ObjectRef ref) {
                return List.of();
            }
        };
        var common = new FeedContext(
                api,
                new Era(1, "uid", Map.of()),
                sink,
                new Projector(cluster(), projections, sink),
                WatchSettings.DEFAULTS.withBackoff(backoff),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> nanos,
                new WatchMeters(Meters.unseen(), Clock.fixed(NOW, ZoneOffset.UTC)),
                () -> {});
        return new FeedWatch(FEED, common, new SplittableRandom(1), lastGood, Condition.CONNECTING);
    }

    private List<String> present() {
        return only(Sighting.Present.class).stream()
                .map(Sighting.Present::projection)
                .map(projection -> projection.ref().name() + "@"
                        + projection.version().incarnation() + "/"
                        + projection.version().resourceVersion())
                .toList();
    }

    private <S extends Sighting> List<S> only(Class<S> type) {
        return sightings.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Answer list(String version) {
        return new Answer.Listing(version, null, List.of());
    }

    private static Answer watch(JsonNode... events) {
        return new Answer.Watching(List.of(events), null);
    }

    private static Cluster cluster() {
        return new Cluster(
                "kcp",
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("test", ""));
    }

    private static JsonNode event(String type, JsonNode object) {
        return JSON.createObjectNode().put("type", type).set("object", object);
    }

    private static JsonNode bookmark(String version) {
        return json("{\"metadata\":{\"resourceVersion\":\"%s\"}}".formatted(version));
    }

    private static JsonNode manifest(String name, String version) {
        return json("""
                {"metadata":{"namespace":"kcp-system","name":"%s","uid":"u","resourceVersion":"%s"},"spec":{}}""".formatted(name, version));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
