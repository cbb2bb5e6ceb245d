package io.credstream.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ClusterStatus.Budget;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.rules.decide.Decision;
import org.junit.jupiter.api.Test;

class FleetTest {

    private final TestLog log = new TestLog().controlPlane();

    @Test
    void aClusterWithObjectsLeftOutIsIncomplete() {
        log.budgets(Condition.OVER_BUDGET, new BudgetUse(Kind.SECRET, Budget.OBJECTS, 100, 100, 3));

        assertThat(Fleet.of(log.facts()).incomplete()).containsExactly(TestLog.KCP);
    }

    /** The processor tells what bindings rest on (R22) with the cluster too, not only with how it is watched. */
    @Test
    void aClusterThatComesBackToTheFleetIsDecidedAgain() {
        // Given
        log.listedIn(TestLog.START).template("m", "one").manifestIn(TestLog.START, "m", "m");
        log.leave();
        Fleet fleet = Fleet.of(new Facts(TestLog.TOPICS));
        log.replay(fleet);
        assertThat(fleet.outcome(TestLog.ref("m")).decision()).isInstanceOf(Decision.LeaveAlone.class);
        // When
        log.controlPlaneAlone();
        log.replayAfter(log.now().minusMillis(1), fleet);
        // Then
        assertThat(fleet.outcome(TestLog.ref("m")).decision()).isInstanceOf(Decision.Update.class);
        assertThat(Fleet.of(log.facts()).outcome(TestLog.ref("m")).decision()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void oneThatOnlyComesNearABudgetIsComplete() {
        log.budgets(Condition.NEAR_BUDGET, new BudgetUse(Kind.SECRET, Budget.OBJECTS, 81, 100, 0));

        assertThat(Fleet.of(log.facts()).incomplete()).isEmpty();
    }
}
