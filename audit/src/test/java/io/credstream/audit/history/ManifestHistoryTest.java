package io.credstream.audit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.history.Chain.Result;
import io.credstream.audit.history.Step.Stage;
import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Kind;
import io.credstream.model.ManifestAnnotations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestHistoryTest {

    private static final String SELECTOR = "{\"matchLabels\":{\"cred\":\"op\"}}";
    private static final Coordinates FACT = new Coordinates("t.credentials", 0, 77);
    private static final Entry CREDENTIAL_CHANGED = new Entry(
            "t.credentials",
            Happenings.CREDENTIAL.key(),
            FACT,
            Happenings.at(100),
            Entry.What.CHANGED,
            new Cause.Observation("kcp", Kind.SECRET, "9"),
            List.of(new Change("content for registry.example.com", "r0", "r1")),
            null);

    private final ManifestHistory history = new ManifestHistory(Happenings.TOPICS);
    private final Happenings log = new Happenings(history);

    @Test
    void aChainGoesFromTheFactToTheManifestsOwnObservation() {
        log.manifest(0, "5", null, ManifestAnnotations.NONE);
        Coordinates decision = log.decision(102, "5", 1, FACT);
        log.report(112, decision, ApplyReport.Result.APPLIED, "6");
        Coordinates observed = log.manifest(115, "6", SELECTOR, Happenings.written(FACT));
        log.settled(116);

        assertThat(history.causes()).containsExactly(FACT);
        List<Chain> chains = history.chains(Map.of(FACT, CREDENTIAL_CHANGED));

        assertThat(chains).extracting(Chain::result).containsExactly(Result.NOTHING_TO_DO, Result.ARRIVED);
        Chain chain = chains.getLast();
        assertThat(chain.origin()).isEqualTo(new Origin.Fact(FACT, CREDENTIAL_CHANGED));
        assertThat(chain.steps())
                .extracting(Step::stage)
                .containsExactly(Stage.OBSERVED, Stage.DECIDED, Stage.REPORTED, Stage.OBSERVED_AGAIN, Stage.SETTLED);
        assertThat(chain.steps()).extracting(Step::sincePreviousMillis).containsExactly(0L, 2L, 10L, 3L, 1L);
        assertThat(chain.steps().get(3).at()).isEqualTo(observed);
        assertThat(chain.total()).hasValue(15);
    }

    @Test
    void anObservationThatIsRecordedBeforeTheReportIsTheSameChain() {
        log.manifest(0, "5", null, ManifestAnnotations.NONE);
        Coordinates decision = log.decision(102, "5", 1, FACT);
        log.manifest(110, "6", SELECTOR, Happenings.written(FACT));
        log.report(112, decision, ApplyReport.Result.APPLIED, "6");

        Chain chain = history.chains(Map.of(FACT, CREDENTIAL_CHANGED)).getLast();

        assertThat(chain.result()).isEqualTo(Result.ARRIVED);
        assertThat(chain.steps())
                .extracting(Step::stage)
                .containsExactly(Stage.OBSERVED, Stage.DECIDED, Stage.OBSERVED_AGAIN, Stage.REPORTED);
        assertThat(chain.total()).hasValue(10);
    }

    @Test
    void lifecycleManagersVisitAfterwardsBelongsToTheChain() {
        Coordinates decision = log.decision(102, "5", 1, FACT);
        log.report(110, decision, ApplyReport.Result.APPLIED, "6");
        log.manifest(112, "6", SELECTOR, Happenings.written(FACT));
        Coordinates reconciled = log.reconciled(200, "7", SELECTOR, Happenings.written(FACT));

        List<Chain> chains = history.chains(Map.of(FACT, CREDENTIAL_CHANGED));

        assertThat(chains).hasSize(1);
        assertThat(chains.getFirst().steps().getLast())
                .isEqualTo(new Step(Stage.RECONCILED, Happenings.at(200), reconciled, 88));
        assertThat(chains.getFirst().total()).hasValue(12);
    }

    @Test
    void attemptsOfOneDecisionAreOneChain() {
        Coordinates first = log.decision(0, "5", 1, FACT);
        log.report(1, first, ApplyReport.Result.CONFLICT, null);
        Coordinates second = log.decision(1000, "5", 2, FACT);
        log.report(1010, second, ApplyReport.Result.APPLIED, "8");

        List<Chain> chains = history.chains(Map.of());

        assertThat(chains).hasSize(1);
        assertThat(chains.getFirst().decisions()).hasSize(2);
        assertThat(chains.getFirst().result()).isEqualTo(Result.WRITTEN);
    }

    @Test
    void whatIsNotKeptIsSaid() {
        log.decision(0, "5", 1, FACT);

        Chain chain = history.chains(Map.of()).getFirst();

        assertThat(chain.origin()).isEqualTo(new Origin.NotKept(FACT));
        assertThat(chain.result()).isEqualTo(Result.PENDING);
        assertThat(chain.total()).isEmpty();
    }

    @Test
    void theManifestsOwnObservationCanBeTheFact() {
        Coordinates handEdit = log.manifest(0, "7", null, ManifestAnnotations.NONE);
        log.decision(3, "7", 1, handEdit);
        Cause restored = new Cause.Observation("kcp", Kind.MANIFEST, "7");
        log.settled(4);
        log.decision(5, "7", 1, restored);

        List<Chain> chains = history.chains(Map.of());

        assertThat(history.causes()).isEmpty();
        assertThat(chains).hasSize(2);
        assertThat(chains).extracting(chain -> chain.origin().time()).allMatch(time -> time.isPresent());
        assertThat(chains.getFirst().result()).isEqualTo(Result.MOOT);
    }

    @Test
    void whatTheApiServerRefusesStaysRefused() {
        Coordinates decision = log.decision(0, "5", 1, FACT);
        log.report(1, decision, ApplyReport.Result.REJECTED, null);

        Chain chain = history.chains(Map.of()).getFirst();

        assertThat(chain.result()).isEqualTo(Result.REJECTED);
        assertThat(chain.lastReport().orElseThrow().reason()).isEqualTo("why");
    }

    @Test
    void aReportWhoseDecisionIsNotKeptStandsForItself() {
        Coordinates decision = new Coordinates("t.manifest-updates", 0, 3);
        log.report(1, decision, ApplyReport.Result.APPLIED, "6");

        Chain chain = history.chains(Map.of()).getFirst();

        assertThat(chain.origin()).isEqualTo(new Origin.NotKept(decision));
        assertThat(chain.result()).isEqualTo(Result.WRITTEN);
    }
}
