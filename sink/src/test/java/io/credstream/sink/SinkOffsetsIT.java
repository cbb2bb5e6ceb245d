package io.credstream.sink;

import static io.credstream.sink.patch.Updates.DESIRED;
import static io.credstream.sink.patch.Updates.SELECTOR;
import static io.credstream.sink.patch.Updates.annotations;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Offsets that somebody moves, and topics that are made anew: no decision is lost. */
class SinkOffsetsIT extends WithSinks {

    @Test
    void offsetsThatSomebodyMovedPastAChangeHideNothing() throws Exception {
        Sink first = startSink();
        send(kcp.decide("m", SELECTOR, DESIRED));
        awaitCommitted("kcp", 1);
        first.close();
        kcp.create("n");
        send(kcp.decide("n", SELECTOR, DESIRED));
        commit(2, "");

        startSink();

        await().untilAsserted(() -> assertThat(kcp.selector("n").toString()).isEqualTo(SELECTOR));
        awaitCommitted("kcp", 2);
    }

    @Test
    void aTopicThatWasMadeAnewWhileItWasAwayIsReadFromItsBeginning() throws Exception {
        Sink first = startSink();
        send(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        send(kcp.decide("m", SELECTOR, annotations("h", "r2", "Bound", "c2")));
        awaitCommitted("kcp", 2);
        String proof = committedMetadata();
        first.close();
        makeAnew(topics.manifestUpdates());
        commit(2, proof); // Brokers forget the offsets of a topic that goes, but nothing promises that
        kcp.create("n");
        send(kcp.decide("n", SELECTOR, DESIRED));

        startSink();

        await().untilAsserted(() -> assertThat(kcp.selector("n").toString()).isEqualTo(SELECTOR));
        awaitCommitted("kcp", 1);
    }

    @Test
    void topicsThatAreMadeAnewWhileItRunsAreReadAndNoClusterIsForgotten() throws Exception {
        Sink sink = startSink();
        send(kcp.decide("m", SELECTOR, DESIRED));
        awaitCommitted("kcp", 1);
        makeAnew(topics.manifestUpdates());
        makeAnew(topics.clusters());
        makeAnew(topics.orders());
        makeAnew(topics.applyReports());
        kcp.create("n");
        send(kcp.decide("n", SELECTOR, DESIRED));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(kcp.selector("n").toString()).isEqualTo(SELECTOR));
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.APPLIED));
        awaitCommitted("kcp", 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> sink.check().ready());
    }

    private void makeAnew(Topic<?> topic) throws Exception {
        try (var admin = kafka.admin()) {
            admin.deleteTopics(List.of(topic.name())).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(topic.name()));
            config.kafka().topicSetup().ensure(admin, topics);
        }
    }

    private void commit(long offset, String metadata) throws Exception {
        try (var admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets(
                            config.group(), Map.of(partition("kcp"), new OffsetAndMetadata(offset, metadata)))
                    .all()
                    .get();
        }
    }

    private String committedMetadata() throws Exception {
        try (var admin = kafka.admin()) {
            return Objects.requireNonNull(admin.listConsumerGroupOffsets(config.group())
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition("kcp")))
                    .metadata();
        }
    }
}
