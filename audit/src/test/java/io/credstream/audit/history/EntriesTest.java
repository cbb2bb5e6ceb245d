package io.credstream.audit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.TestLog;
import io.credstream.audit.history.Entry.What;
import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntriesTest {

    private final Entries entries = new Entries();
    private final Happenings log = new Happenings(entries);

    @Test
    void eachRecordSaysWhatItChanged() {
        log.credential(0, "5", "r1");
        log.credential(1, "6", "r2");
        log.credential(2, "7", "r2");

        assertThat(entries.all()).extracting(Entry::what).containsExactly(What.FIRST, What.CHANGED, What.SAME);
        assertThat(entries.all().getFirst().changes())
                .contains(new Change("label cred", null, "op"), new Change("uid", null, "uid-cred"));
        assertThat(entries.all().get(1).changes())
                .containsExactly(new Change("content for registry.example.com", "r1", "r2"));
    }

    @Test
    void aDeletionSaysHowItCameToBeKnownAndWhatIsOlderIsIgnored() {
        log.credential(0, "5", "r1");
        log.credentialGone(1, "9");
        log.credential(2, "6", "r2");
        log.credential(3, "10", "r3");

        assertThat(entries.all())
                .extracting(Entry::what)
                .containsExactly(What.FIRST, What.DELETED, What.OUTDATED, What.FIRST);
        assertThat(entries.all().get(1).deletion()).isNotNull();
    }

    @Test
    void aPinSaysWhoPlacedItAndWhoReleasedIt() {
        new TestLog().pin("m", "a", null).release("m").replay(entries);

        Entry placed = entries.all().getFirst();
        Entry released = entries.all().getLast();
        assertThat(placed.cause()).isEqualTo(new Cause.Request("alice", "outage"));
        assertThat(placed.changes()).contains(new Change("pinned install", null, "{\"matchLabels\":{\"cred\":\"a\"}}"));
        assertThat(released.what()).isEqualTo(What.CHANGED);
        assertThat(released.cause()).isEqualTo(new Cause.Request("bob", "over"));
    }

    @Test
    void aChangeReachesTheManifestsThatShowIt() {
        Coordinates first = log.credential(0, "5", "r1");
        log.credential(50, "6", "r2");
        ReachHistory reach = new ReachHistory(Happenings.TOPICS, entries.all());
        Happenings others = new Happenings(new ReachingLog(reach));
        Coordinates decision = others.decision(10, "5", 1, first);
        others.report(12, decision, ApplyReport.Result.APPLIED, "6");
        others.manifest(14, "6", null, Happenings.written(first));

        Map<Coordinates, Reach> reaches = reach.reaches();

        assertThat(reaches.get(first)).isEqualTo(new Reach(1, 1, 14L, 14L, 14L, List.of()));
        assertThat(reaches.get(entries.all().getLast().at())).isEqualTo(Reach.NONE);
    }

    @Test
    void aManifestThatDoesNotShowItIsNamed() {
        Coordinates first = log.credential(0, "5", "r1");
        ReachHistory reach = new ReachHistory(Happenings.TOPICS, entries.all());
        Happenings others = new Happenings(new ReachingLog(reach));
        others.manifest(1, "5", null, ManifestAnnotations.NONE);
        others.decision(10, "5", 1, first);

        assertThat(reach.reaches().get(first))
                .isEqualTo(new Reach(1, 0, null, null, null, List.<ObjectRef>of(Happenings.MANIFEST)));
    }
}
