package io.credstream.audit.pin;

import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.pin.Restoration.Restored;
import io.credstream.audit.pin.Restoration.RestoredLayer;
import io.credstream.model.BindingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestorationTest {

    private static final String OLD = "{\"matchLabels\":{\"cred\":\"old\"}}";
    private static final String NEW = "{\"matchLabels\":{\"cred\":\"new\"}}";

    private final TestLog log = new TestLog()
            .controlPlane()
            .credential("c", "old", "one")
            .template("mod", "old")
            .manifest("m", "mod")
            .carriedOut("m");
    private final Instant then = log.now();

    @Test
    void whatDiffersIsPinnedToWhatItWas() {
        log.template("mod", "new").carriedOut("m");

        Restoration restoration = restoration();

        assertThat(restoration.toPin()).singleElement().satisfies(restored -> {
            assertThat(restored.manifest()).isEqualTo(ref("m"));
            assertThat(restored.layers())
                    .singleElement()
                    .satisfies(layer -> assertThat(layer)
                            .returns(NEW, RestoredLayer::now)
                            .returns(OLD, RestoredLayer::then)
                            .extracting(RestoredLayer::matches)
                            .isEqualTo(List.of(ref("c"))));
        });
        assertThat(restoration.held()).isEmpty();
    }

    @Test
    void whatWouldChangeByItselfIsPinnedToo() {
        log.template("mod", "new");

        assertThat(restoration().differing()).isEmpty();
        assertThat(restoration().held()).extracting(Restored::manifest).containsExactly(ref("m"));
    }

    @Test
    void whatIsTheSameAndStaysSoIsNot() {
        assertThat(restoration().same()).containsExactly(ref("m"));
        assertThat(restoration().toPin()).isEmpty();
    }

    @Test
    void whatWasNotThereIsNot() {
        log.manifest("later", "mod");

        assertThat(Restoration.of(
                                fleet(then)::manifest,
                                fleet(log.now()),
                                fleet(log.now()).manifests())
                        .absent())
                .containsExactly(ref("later"));
    }

    @Test
    void aPinCountsUntilItIsReleasedOrExpires() {
        log.template("mod", "new").pin("m", "old", log.now().plusSeconds(60));
        assertThat(fleet(log.now()).outcome(ref("m")).decision().state()).isEqualTo(BindingState.PINNED);
        assertThat(fleet(log.now()).selectedBy(ref("m"))).containsExactly(ref("c"));
        assertThat(fleet(log.now().plusSeconds(61)).outcome(ref("m")).pin()).isEmpty();

        log.release("m").pass(Duration.ofSeconds(1));

        assertThat(fleet(log.now()).outcome(ref("m")).decision().state()).isEqualTo(BindingState.NO_MATCH);
    }

    @Test
    void aSelectorThatIsNoneIsNoSelector() {
        assertThat(PinnedSelector.parse(OLD)).isPresent();
        assertThat(PinnedSelector.parse("{}")).isEmpty();
        assertThat(PinnedSelector.parse("\"nonsense\"")).isEmpty();
        assertThat(PinnedSelector.parse("{")).isEmpty();
        assertThat(PinnedSelector.parse("{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Near\"}]}"))
                .isEmpty();
        assertThat(PinnedSelector.parse("{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}"))
                .isPresent();
    }

    private Restoration restoration() {
        Fleet now = fleet(log.now());
        return Restoration.of(fleet(then)::manifest, now, now.manifests());
    }

    private Fleet fleet(Instant moment) {
        Facts facts = new Facts(TestLog.TOPICS, moment);
        log.replayUntil(moment, facts);
        return Fleet.of(facts);
    }
}
