package io.credstream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.Order.Action.Mode;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Topics that are lost or made anew while processors live: they heal, and lose no decision. */
class TopicAccidentsIT extends WithRunningFleet {

    @Test
    void reportsDeletedWhileAProcessorLives() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        Set<String> before = givenDecisions();
        fleet.report(ApplyReport.Result.SUPERSEDED);
        // When
        fleet.delete(fleet.topics().applyReports());
        // Then
        RunningFleet.soon()
                .untilAsserted(() -> assertThat(processor.check().reasons())
                        .singleElement()
                        .asString()
                        .containsAnyOf("topic", "apply-reports"));
        fleet.tellCredential(2);
        Set<String> after = fleet.awaitRevisionOtherThan(before);
        fleet.awaitReady(processor);
        processor.close();
        fleet.tellCredential(3);
        Processor second = fleet.start("b");
        fleet.awaitRevisionOtherThan(after);
        fleet.awaitReady(second);
    }

    @Test
    void changelogsDeletedWhileAProcessorLives() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        Set<String> before = givenDecisions();
        // When
        fleet.deleteChangelogs();
        fleet.tellCredential(2);
        // Then
        Set<String> after = fleet.awaitRevisionOtherThan(before);
        fleet.awaitReady(processor);
        processor.close();
        fleet.tellCredential(3);
        fleet.start("b");
        fleet.awaitRevisionOtherThan(after);
    }

    @Test
    void changelogsAndReportsDeletedWhileTwoProcessorsLive() throws Exception {
        // Given
        Processor first = fleet.start("a", config -> config.withThreads(2));
        Processor second = fleet.start("b", config -> config.withThreads(2));
        Set<String> before = givenDecisions();
        fleet.awaitReady(first);
        fleet.awaitReady(second);
        // When
        fleet.delete(fleet.topics().applyReports());
        fleet.deleteChangelogs();
        fleet.tellCredential(2);
        // Then
        Set<String> after = fleet.awaitRevisionOtherThan(before);
        fleet.awaitReady(first);
        fleet.awaitReady(second);
        first.close();
        fleet.tellCredential(3);
        fleet.awaitRevisionOtherThan(after);
        fleet.awaitReady(second);
    }

    @Test
    void everyInputDeletedWhileAProcessorLives() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        Set<String> before = givenDecisions();
        // When
        fleet.delete(
                fleet.topics().clusters(),
                fleet.topics().clusterStatus(),
                fleet.topics().credentials(),
                fleet.topics().templates(),
                fleet.topics().manifests(),
                fleet.topics().bindings(),
                fleet.topics().pins(),
                fleet.topics().orders(),
                fleet.topics().applyReports());
        RunningFleet.soon()
                .untilAsserted(() -> assertThat(processor.check().ready()).isFalse());
        fleet.awaitReady(processor);
        // Then
        fleet.tellCredential(2);
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void updatesMadeAnewWhileAProcessorLivesAreSentAgainEvenIfTheSinkHadThem() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        givenDecisions();
        fleet.report(ApplyReport.Result.UNAVAILABLE);
        // When
        fleet.delete(fleet.topics().manifestUpdates());
        // Then
        RunningFleet.soon().untilAsserted(() -> assertThat(fleet.updates()).hasSize(RunningFleet.MANIFESTS));
        fleet.awaitReady(processor);
    }

    @Test
    void bindingsMadeAnewAreToldAgain() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        Set<String> before = givenDecisions();
        // When
        fleet.delete(fleet.topics().bindings());
        // Then
        RunningFleet.soon()
                .untilAsserted(
                        () -> assertThat(fleet.latest(fleet.topics().bindings()).records())
                                .hasSize(1));
        fleet.awaitReady(processor);
        fleet.tellCredential(2);
        fleet.awaitRevisionOtherThan(before);
    }

    @Test
    void aPauseOutlivesItsTopicAndEndsWithAnOrderInTheNext() throws Exception {
        // Given
        Processor processor = fleet.start("a");
        Set<String> before = givenDecisions();
        fleet.order(Mode.RESUME);
        fleet.order(Mode.PAUSE);
        RunningFleet.soon().untilAsserted(() -> assertThat(fleet.updates()).isEmpty());
        // When
        fleet.delete(fleet.topics().orders());
        RunningFleet.soon()
                .untilAsserted(() -> assertThat(processor.check().ready()).isFalse());
        fleet.awaitReady(processor);
        fleet.tellCredential(2);
        processor.close();
        fleet.awaitReady(fleet.start("b"));
        // Then
        assertThat(fleet.updates()).isEmpty();
        fleet.order(Mode.RESUME);
        fleet.awaitRevisionOtherThan(before);
    }
}
