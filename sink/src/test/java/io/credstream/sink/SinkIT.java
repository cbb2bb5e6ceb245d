package io.credstream.sink;

import static io.credstream.sink.patch.Updates.DESIRED;
import static io.credstream.sink.patch.Updates.SELECTOR;
import static io.credstream.sink.patch.Updates.annotations;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.cluster.ControlPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Decisions that are carried out and reported, once, by as many sinks as there are. */
class SinkIT extends WithSinks {

    @Test
    void carriesOutADecisionAndReports() throws Exception {
        startSink();
        Coordinates update = send(kcp.decide("m", SELECTOR, DESIRED));

        await().untilAsserted(() -> assertThat(reports()).hasSize(1));

        ApplyReport report = reports().getFirst();
        assertThat(report.result()).isEqualTo(Result.APPLIED);
        assertThat(report.cause()).isEqualTo(update);
        assertThat(report.resourceVersion())
                .isEqualTo(kcp.read("m").at("/metadata/resourceVersion").asText());
        assertThat(kcp.selector("m").toString()).isEqualTo(SELECTOR);
        await().untilAsserted(() -> assertThat(kcp.events()).hasSize(1));
    }

    @Test
    void ofWhatWasDecidedWhileItWasAwayOnlyTheNewestIsWritten() throws Exception {
        send(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        send(kcp.decide("m", SELECTOR, annotations("h", "r2", "Bound", "c2")));
        kcp.create("moot");
        send(kcp.decide("moot", SELECTOR, DESIRED));
        withdraw("moot");

        startSink();
        await().untilAsserted(() -> assertThat(reports()).hasSize(1));

        assertThat(kcp.annotation("m", ManifestAnnotations.REVISION)).isEqualTo("r2");
        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
        assertThat(kcp.selector("moot").isMissingNode()).isTrue();
    }

    @Test
    void aSecondStartWritesNothingAgain() throws Exception {
        Sink first = startSink();
        send(kcp.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(reports()).hasSize(1));
        first.close();
        assertThat(committed("kcp")).isEqualTo(1);
        kcp.api().requests().reset();

        Sink second = startSink();
        await().until(() -> second.check().ready());
        kcp.create("n");
        send(kcp.decide("n", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(reports()).hasSize(2));

        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
    }

    @Test
    void goesOnAfterARecordThatNobodyCanRead() throws Exception {
        startSink();
        int partition = topics.manifestUpdates().partition("kcp/x/y", PARTITIONS);
        producer.send(new ProducerRecord<>(topics.manifestUpdates().name(), partition, "kcp/x/y", new byte[] {1}))
                .get();
        send(kcp.decide("m", SELECTOR, DESIRED));

        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.APPLIED));
        assertThat(read(topics.deadLetters()))
                .extracting(DeadLetter::code)
                .containsExactly(DeadLetter.Code.UNDECODABLE);
        awaitCommitted("kcp", 2);
    }

    @Test
    void aClusterThatJoinsTheFleetLaterIsWrittenThen() throws Exception {
        var late = new ControlPlane(fleet.cluster("late"), folder);
        late.create("m");
        startSink();
        send(late.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("late")).containsExactly(Result.UNAVAILABLE));

        send(topics.clusters(), "late", late.asMember());

        await().untilAsserted(() -> assertThat(results("late")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
    }

    @Test
    void twoSinksShareTheControlPlanesAndHandThemOver() throws Exception {
        List<ControlPlane> planes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ControlPlane plane = member("plane-" + i);
            plane.create("m");
            planes.add(plane);
        }
        startSink();
        Sink second = startSink();
        await().atMost(Duration.ofSeconds(30)).until(() -> shares().equals(List.of(2, 2)));
        await().until(() -> second.check().ready());
        for (ControlPlane plane : planes) {
            send(plane.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        }
        await().untilAsserted(() -> assertThat(reports()).hasSize(8));

        second.close();
        for (ControlPlane plane : planes) {
            send(plane.decide("m", SELECTOR, annotations("h", "r2", "Bound", "c2")));
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(planes)
                        .allSatisfy(plane -> assertThat(plane.annotation("m", ManifestAnnotations.REVISION))
                                .isEqualTo("r2")));
        assertThat(planes)
                .allSatisfy(plane -> assertThat(plane.api().requests().of("patch", ResourceKind.MANIFESTS))
                        .isEqualTo(2));
    }

    /** How many partitions each sink of the group has. */
    private List<Integer> shares() throws Exception {
        try (var admin = kafka.admin()) {
            return admin.describeConsumerGroups(List.of(config.group())).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        }
    }
}
