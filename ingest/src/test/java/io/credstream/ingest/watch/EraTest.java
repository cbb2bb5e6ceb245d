package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Kind;
import io.credstream.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EraTest {

    private final Era era = new Era(1, "uid-1", Map.of(Kind.SECRET, "100"));

    @Test
    void aListBelowTheHighWaterBeginsANewIncarnation() {
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "99")).contains(2L);
        assertThat(era.incarnation()).isEqualTo(2);
        // And its version is the high water from then on.
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "99")).contains(2L);
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "98")).contains(3L);
    }

    @Test
    void versionsAreComparedAsNumbersWithinAKind() {
        assertThat(era.listed(Kind.MANIFEST, era.mark(Kind.MANIFEST), "5")).contains(1L);
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "1000")).contains(1L);
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "999")).contains(2L);
    }

    @Test
    void whatAnotherFeedOfTheKindSawWhileTheListWasReadIsNoReasonToDoubtIt() {
        Era.Mark mark = era.mark(Kind.SECRET);
        era.saw(Kind.SECRET, new Version(1, "120"));
        assertThat(era.listed(Kind.SECRET, mark, "110")).contains(1L);
    }

    @Test
    void aListThatBeganBeforeANewIncarnationIsOfNoUse() {
        Era.Mark mark = era.mark(Kind.MANIFEST);
        assertThat(era.identified("uid-2")).isTrue();
        assertThat(era.listed(Kind.MANIFEST, mark, "200")).isEmpty();
    }

    @Test
    void anEventOfAFormerIncarnationRaisesNothing() {
        assertThat(era.identified("uid-2")).isTrue();
        era.saw(Kind.SECRET, new Version(1, "500"));
        assertThat(era.listed(Kind.SECRET, era.mark(Kind.SECRET), "10")).contains(2L);
    }

    @Test
    void onlyAnotherIdentityBeginsANewIncarnation() {
        assertThat(era.identified("uid-1")).isFalse();
        assertThat(era.identified(null)).isFalse();
        assertThat(era.incarnation()).isEqualTo(1);
        assertThat(era.identified("uid-2")).isTrue();
        assertThat(era.incarnation()).isEqualTo(2);
        assertThat(new Era(1, null, Map.of()).identified("first")).isFalse();
    }
}
