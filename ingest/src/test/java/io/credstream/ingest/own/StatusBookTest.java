package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatusBookTest {

    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
    private static final Cause MEMBER = new Cause.Coordinates("clusters", 0, 7);
    private static final Cluster CLUSTER = new Cluster(
            "kcp",
            Cluster.Role.CONTROL_PLANE,
            null,
            null,
            new Cluster.Access.KubeconfigFile("/nowhere", null),
            List.of("a", "b"),
            null,
            MEMBER);
    private static final List<Feed> FEEDS = Feed.of(CLUSTER);

    private final StatusBook book = new StatusBook(CLUSTER, MEMBER, Known.NOTHING, NOW);

    @Test
    void aNewClusterIsConnectingUntilEveryFeedIsFollowed() {
        assertThat(written().condition()).isEqualTo(Condition.CONNECTING);
        followAll();
        assertThat(written().condition()).isEqualTo(Condition.WATCHED);
        assertThat(book.due(NOW)).isEmpty();
    }

    @Test
    void aKindIsListedWhenAllOfItsNamespacesAre() {
        FEEDS.stream().filter(feed -> !"b".equals(feed.namespace())).forEach(feed -> follow(book, feed));
        trouble(FEEDS.get(1), Condition.FORBIDDEN);
        assertThat(written().listed(Kind.SECRET)).isFalse();
        follow(book, FEEDS.get(1));
        assertThat(written().listed(Kind.SECRET)).isTrue();
    }

    @Test
    void theWorstTroubleIsShownWithItsFixUntilItIsOver() {
        followAll();
        trouble(FEEDS.get(2), Condition.NOT_SERVED);
        trouble(FEEDS.get(0), Condition.UNREACHABLE);
        ClusterStatus status = written();
        assertThat(status.condition()).isEqualTo(Condition.UNREACHABLE);
        assertThat(status.fix()).isEqualTo("fix UNREACHABLE");
        book.add(new Sighting.Following(FEEDS.get(0)));
        assertThat(written().condition()).isEqualTo(Condition.NOT_SERVED);
        assertThat(book.due(NOW)).isEmpty();
    }

    @Test
    void highWaterAloneIsWrittenEveryFewMinutes() {
        followAll();
        assertThat(book.due(NOW)).isPresent();
        book.add(new Sighting.Bookmark(new Feed(Kind.MANIFEST, null), new Version(1, "20")));
        assertThat(book.due(NOW.plusSeconds(1))).isEmpty();
        assertThat(book.due(NOW.plus(StatusBook.REFRESH)).orElseThrow().kinds())
                .anySatisfy(kind -> assertThat(kind.highWater()).isEqualTo("20"));
        assertThat(book.due(NOW.plus(StatusBook.REFRESH.multipliedBy(3)))).isEmpty();
    }

    @Test
    void aNewIncarnationHasToBeListedAnew() {
        followAll();
        assertThat(book.due(NOW)).isPresent();
        book.add(new Sighting.Restarted(2));
        ClusterStatus status = written();
        assertThat(status.incarnation()).isEqualTo(2);
        assertThat(status.kinds()).allSatisfy(kind -> {
            assertThat(kind.listed()).isFalse();
            assertThat(kind.highWater()).isNull();
        });
        // What was under way in the former one counts for nothing.
        book.add(new Sighting.Listed(FEEDS.get(3), new Version(1, "11"), Set.of(), 0, 0));
        assertThat(book.due(NOW)).isEmpty();
    }

    @Test
    void onlyTheLastGapsAreKept() {
        for (int i = 0; i < 150; i++) {
            Instant from = NOW.plusSeconds(i);
            book.add(new Sighting.Missed(FEEDS.get(3), from, from.plusSeconds(1), Condition.UNREACHABLE));
        }
        List<ClusterStatus.Gap> gaps = written().gaps();
        assertThat(gaps).hasSize(100);
        assertThat(gaps.getLast().from()).isEqualTo(NOW.plusSeconds(149));
    }

    @Test
    void aSuccessorGoesOnWhereTheFormerOwnerWasAndSaysNothingUntilThereIsNews() {
        followAll();
        var known = new Known(written(), NOW, 1, Map.of(Kind.SECRET, "12"));
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, known, NOW);
        assertThat(successor.due(NOW)).isEmpty();
        FEEDS.forEach(feed -> successor.add(new Sighting.Following(feed)));
        ClusterStatus after = successor.due(NOW).orElseThrow();
        assertThat(after.listed(Kind.MANIFEST)).isTrue();
        assertThat(after.kinds().getFirst().highWater()).isEqualTo("12");
    }

    @Test
    void aSuccessorBeginsAnEpochInWhichNothingIsCurrentBeforeItIsListed() {
        // Given
        followAll();
        ClusterStatus before = written();
        assertThat(before.isBindable()).isTrue();
        // When
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, new Known(before, NOW, 1, Map.of()), NOW.plusSeconds(9));
        FEEDS.stream().filter(feed -> feed.kind() != Kind.MODULE_TEMPLATE).forEach(feed -> follow(successor, feed));
        trouble(successor, new Feed(Kind.MODULE_TEMPLATE, null), Condition.OVERLOADED);
        // Then
        ClusterStatus partly = successor.due(NOW).orElseThrow();
        assertThat(partly.lastKnown()).containsExactly(Kind.MODULE_TEMPLATE);
        assertThat(partly.isBindable()).isFalse();
        assertThat(partly.epoch())
                .isEqualTo(new Epoch(NOW.plusSeconds(9), NOW, List.of(Kind.SECRET, Kind.MANIFEST), 0, 0));
        // When
        follow(successor, new Feed(Kind.MODULE_TEMPLATE, null));
        // Then
        ClusterStatus all = successor.due(NOW).orElseThrow();
        assertThat(all.lastKnown()).isEmpty();
        assertThat(epoch(all).bindable()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void aGapIsSaidOnceAndInTheWordsOfBefore() {
        // Given
        followAll();
        ClusterStatus before = written();
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, new Known(before, NOW, 1, Map.of()), NOW.plusSeconds(9));
        // When
        ClusterStatus gap = successor.gap(NOW.plusSeconds(9)).orElseThrow();
        // Then
        assertThat(gap).isEqualTo(before.in(new Epoch(NOW.plusSeconds(9), NOW, List.of(), 0, 0)));
        assertThat(gap.isBindable()).isFalse();
        assertThat(successor.gap(NOW)).isEmpty();
        assertThat(successor.due(NOW)).as("until there is news").isEmpty();
        // When
        FEEDS.forEach(feed -> follow(successor, feed));
        // Then
        assertThat(epoch(successor.due(NOW).orElseThrow()).bindable()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void anEpochIsLaterThanTheOneBeforeWhateverTheClockSays() {
        followAll();
        Known known = new Known(written(), NOW, 1, Map.of());
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, known, NOW.minusSeconds(60));
        assertThat(successor.epoch().begun()).isEqualTo(NOW.plusMillis(1));
    }

    @Test
    void anOrdinaryTakeoverIsOneRecord() {
        // Given
        followAll();
        Known known = new Known(written(), NOW, 1, Map.of());
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, known, NOW.plusSeconds(9));
        // When
        List<ClusterStatus> records = new ArrayList<>();
        for (Feed feed : FEEDS) {
            successor.due(NOW).ifPresent(records::add);
            successor.add(new Sighting.Listed(feed, new Version(1, "10"), Set.of(), 0, 0));
            successor.add(new Sighting.Missed(feed, NOW, NOW.plusSeconds(10), Condition.CONNECTING));
            successor.add(new Sighting.Following(feed));
            successor.due(NOW).ifPresent(records::add);
        }
        successor.epoch().committed();
        successor.due(NOW).ifPresent(records::add);
        // Then
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().isBindable()).isTrue();
    }

    @Test
    void whatIsListedIsCurrentOnceItIsCommitted() {
        FEEDS.forEach(feed -> book.add(new Sighting.Listed(feed, new Version(1, "10"), Set.of(), 0, 0)));
        assertThat(written().isBindable()).isFalse();
        book.epoch().committed();
        book.reaches(7, 8);
        assertThat(written().epoch())
                .isEqualTo(new Epoch(NOW, NOW, List.of(Kind.SECRET, Kind.MODULE_TEMPLATE, Kind.MANIFEST), 7, 8));
    }

    @Test
    void aFeedThatLostItsPlaceBeginsAnEpochAndTheOthersStayCurrent() {
        followAll();
        assertThat(written().isBindable()).isTrue();
        book.add(new Sighting.Lost(new Feed(Kind.MODULE_TEMPLATE, null), NOW.plusSeconds(5)));
        ClusterStatus after = written();
        assertThat(after.lastKnown()).containsExactly(Kind.MODULE_TEMPLATE);
        assertThat(epoch(after).begun()).isEqualTo(NOW.plusSeconds(5));
        assertThat(epoch(after).bindable()).isEqualTo(NOW);
        book.add(new Sighting.Lost(new Feed(Kind.MODULE_TEMPLATE, null), NOW.plusSeconds(6)));
        assertThat(book.epoch().begun()).as("of the same gap").isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void manifestsThatWereNotWatchedMakeTheirTemplatesNoOlder() {
        followAll();
        assertThat(written().isBindable()).isTrue();
        book.add(new Sighting.Lost(new Feed(Kind.MANIFEST, null), NOW.plusSeconds(5)));
        ClusterStatus after = written();
        assertThat(after.lastKnown()).containsExactly(Kind.MANIFEST);
        assertThat(after.isBindable()).isTrue();
        assertThat(epoch(after).begun()).isEqualTo(NOW);
    }

    @Test
    void anEpochThatARecordNamesIsWrittenWithIt() {
        followAll();
        Known known = new Known(written(), NOW, 1, Map.of());
        StatusBook successor = new StatusBook(CLUSTER, MEMBER, known, NOW.plusSeconds(9));
        assertThat(successor.due(NOW)).isEmpty();
        successor.epoch().named();
        assertThat(epoch(successor.due(NOW).orElseThrow()).begun()).isEqualTo(NOW.plusSeconds(9));
        assertThat(successor.due(NOW)).isEmpty();
    }

    private static Epoch epoch(ClusterStatus status) {
        return Objects.requireNonNull(status.epoch());
    }

    private ClusterStatus written() {
        return book.due(NOW).orElseThrow();
    }

    private void followAll() {
        FEEDS.forEach(feed -> follow(book, feed));
    }

    private void trouble(Feed feed, Condition condition) {
        trouble(book, feed, condition);
    }

    private static void trouble(StatusBook book, Feed feed, Condition condition) {
        book.add(new Sighting.Troubled(feed, new Trouble(condition, "test", "fix " + condition)));
    }

    private static void follow(StatusBook book, Feed feed) {
        book.add(new Sighting.Listed(feed, new Version(1, "10"), Set.of(), 0, 0));
        book.add(new Sighting.Following(feed));
        book.epoch().committed();
    }
}
