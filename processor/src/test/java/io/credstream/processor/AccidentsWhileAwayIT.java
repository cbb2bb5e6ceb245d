package io.credstream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Topics that are lost or made anew, and offsets that are moved, while no processor lives: the next one loses no decision. */
class AccidentsWhileAwayIT extends WithRunningFleet {

    @Test
    void groupMovedPastAChange() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        // When
        fleet.tellCredential(2);
        fleet.moveGroup(end -> end);
        // Then
        fleet.start("b");
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void groupDeleted() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        // When
        fleet.tellCredential(2);
        fleet.deleteGroup();
        // Then
        fleet.start("b");
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void groupMovedBack() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        int said = fleet.all(fleet.topics().manifestUpdates()).size();
        // When
        fleet.moveGroup(end -> 0L);
        // Then
        Processor second = fleet.start("b");
        fleet.awaitReady(second);
        assertThat(fleet.all(fleet.topics().manifestUpdates()))
                .as("once more what is pending")
                .hasSizeLessThanOrEqualTo(said + RunningFleet.MANIFESTS);
        fleet.tellCredential(2);
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void changelogsDeletedWhileNobodyLives() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        // When
        fleet.deleteChangelogs();
        fleet.tellCredential(2);
        // Then
        fleet.start("b");
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void aChangelogThatWasEnlargedIsNamedAndReadAgainOnceItIsDeleted() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        String changelog = fleet.changelogs().getFirst();
        fleet.enlarge(changelog);
        fleet.tellCredential(2);
        // When
        Processor second = fleet.start("b");
        // Then it waits, and says for what
        RunningFleet.soon()
                .untilAsserted(() -> assertThat(second.check().reasons())
                        .anyMatch(reason ->
                                reason.startsWith("topic " + changelog + " has ") && reason.contains("delete it")));
        assertThat(second.check().live()).isTrue();
        // When
        fleet.delete(List.of(changelog));
        // Then
        fleet.awaitRevisionOtherThan(before);
        fleet.awaitReady(second);
    }

    @Test
    void changelogsAndInputsDeletedWhileNobodyLives() throws Exception {
        // Given
        Set<String> before = givenDecisionsAndNoProcessor();
        // When
        fleet.deleteChangelogs();
        fleet.delete(
                fleet.topics().credentials(),
                fleet.topics().templates(),
                fleet.topics().manifests());
        fleet.makeTopics();
        fleet.tellAll(2);
        // Then
        fleet.start("b");
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void updatesMadeAnewWhileNobodyLivesAreSentAgainEvenIfTheSinkHadThem() throws Exception {
        // Given
        Processor first = fleet.start("a");
        givenDecisions();
        fleet.report(ApplyReport.Result.UNAVAILABLE);
        fleet.awaitReady(first);
        first.close();
        // When
        fleet.delete(fleet.topics().manifestUpdates());
        fleet.makeTopics();
        // Then
        fleet.awaitReady(fleet.start("b"));
        assertThat(fleet.updates()).hasSize(RunningFleet.MANIFESTS);
    }

    @Test
    void clustersLostLookLikeNoFleetThatLeft() throws Exception {
        // Given
        Processor first = fleet.start("a");
        Set<String> before = givenDecisions();
        fleet.awaitReady(first);
        first.close();
        // When
        fleet.delete(fleet.topics().clusters(), fleet.topics().clusterStatus());
        fleet.makeTopics();
        fleet.awaitReady(fleet.start("b"));
        // Then
        assertThat(fleet.latest(fleet.topics().bindings()).records()).hasSize(1);
        assertThat(fleet.updates()).hasSize(RunningFleet.MANIFESTS);
        fleet.tellCredential(2);
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void aRestartWithoutAnAccidentReadsNothingAgain() throws Exception {
        // Given an accident that is over
        Processor first = fleet.start("a");
        givenDecisions();
        fleet.awaitReady(first);
        first.close();
        fleet.deleteGroup();
        fleet.deleteChangelogs();
        fleet.delete(fleet.topics().pins(), fleet.topics().clusterStatus());
        fleet.makeTopics();
        Processor second = fleet.start("a");
        fleet.awaitReady(second);
        fleet.awaitProofs();
        second.close();
        // When
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        fleet.awaitReady(fleet.start("a", config -> config, Meters.in(meters)));
        // Then
        assertThat(meters.find(Metric.READ_AGAIN.text()).counters())
                .isNotEmpty()
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }
}
