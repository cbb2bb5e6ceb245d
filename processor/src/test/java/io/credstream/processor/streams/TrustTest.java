package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Which committed offsets are believed. */
class TrustTest {

    private static final TopicPartition AT = new TopicPartition("input", 0);
    private static final TopicIds.Names NAMES =
            new TopicIds.Names(Set.of("input"), Set.of("changelog"), Set.of("output"));
    private static final String OF_STREAMS = "AgAAAZ==";

    private final Map<String, Uuid> ids =
            new HashMap<>(Map.of("input", Uuid.ONE_UUID, "changelog", Uuid.ONE_UUID, "output", Uuid.ONE_UUID));
    private final List<Doubt> told = new ArrayList<>();
    private final Trust trust = new Trust((topic, doubt) -> told.add(doubt));

    @Test
    void anOffsetOfItsOwnIsBelieved() {
        assertThat(begin(commit(5), 9)).isEmpty();
        assertThat(believed(commit(5))).contains(new OffsetAndMetadata(5, Optional.empty(), OF_STREAMS));
        assertThat(told).isEmpty();
        assertThat(trust.isUnheard(Set.of(AT))).isFalse();
    }

    @Test
    void anOffsetWithoutAProofIsNot() {
        doubts(new OffsetAndMetadata(5, OF_STREAMS), 9, Doubt.NOT_OURS);
        assertThat(trust.isUnheard(Set.of(AT))).isTrue();
    }

    @Test
    void anOffsetThatWasMovedWithItsMetadataIsNot() {
        doubts(new OffsetAndMetadata(7, commit(5).metadata()), 9, Doubt.NOT_OURS);
    }

    @Test
    void anOffsetOfAnotherTopicIsNot() {
        OffsetAndMetadata before = commit(5);
        ids.put("input", Uuid.randomUuid());
        doubts(before, 9, Doubt.TOPIC_ANEW);
    }

    @Test
    void anOffsetOfAnotherTopicIsNotEitherWhereThatIsShorter() {
        OffsetAndMetadata before = commit(5);
        ids.put("input", Uuid.randomUuid());
        doubts(before, 0, Doubt.TOPIC_ANEW);
    }

    @Test
    void anOffsetBeyondTheEndIsNot() {
        doubts(commit(5), 4, Doubt.BEYOND_END);
        assertThat(begin(Proof.recordsLost(), 9)).containsExactly(AT);
        assertThat(told).containsExactly(Doubt.BEYOND_END, Doubt.BEYOND_END);
    }

    @Test
    void anOffsetOfOtherStateIsNot() {
        OffsetAndMetadata before = commit(5);
        ids.put("changelog", Uuid.randomUuid());
        doubts(before, 9, Doubt.STATE_LOST);
        assertThat(trust.isUnheard(Set.of(AT))).isFalse();
    }

    @Test
    void anOffsetOfATaskThatWroteElsewhereIsNot() {
        OffsetAndMetadata before = commit(5);
        ids.put("output", Uuid.randomUuid());
        doubts(before, 9, Doubt.SAID_LOST);
        assertThat(trust.isUnheard(Set.of(AT))).isTrue();
    }

    @Test
    void whatIsReadAgainIsProvenOnceItsTaskHasCaughtUp() {
        OffsetAndMetadata ofStreams = new OffsetAndMetadata(3, OF_STREAMS);
        begin(new OffsetAndMetadata(5, OF_STREAMS), 9);

        assertThat(trust.proven(Map.of(AT, ofStreams), at -> false)).isEqualTo(Map.of(AT, ofStreams));
        trust.settle(at -> false);
        assertThat(trust.doubts()).containsEntry(AT, Doubt.NOT_OURS);
        // Then with any commit
        assertThat(trust.proven(Map.of(), at -> true)).isEqualTo(Map.of(AT, commit(3)));
        trust.settle(at -> true);
        assertThat(trust.doubts()).isEmpty();
        assertThat(trust.proven(Map.of(), at -> true)).isEmpty();
    }

    @Test
    void whatHeldNothingIsToBeCommittedOnceItsTaskHasCaughtUp() {
        begin(new OffsetAndMetadata(5, OF_STREAMS), 0);

        assertThat(trust.stale(at -> false)).isEmpty();
        assertThat(trust.stale(at -> true)).containsExactly(AT);
    }

    @Test
    void theThreadStartsOverWhenATopicTakesTheOthersPlace() {
        begin(commit(5), 9);
        ids.put("output", Uuid.randomUuid());

        assertThatThrownBy(() -> trust.check(ids)).isInstanceOf(StartOver.class).hasMessageContaining("output");
    }

    @Test
    void theThreadStartsOverWhenAChangelogIsMissingAndWaitsForAnyOtherTopic() {
        begin(commit(5), 9);
        ids.remove("input");
        trust.check(ids);
        ids.remove("changelog");

        assertThatThrownBy(() -> trust.check(ids)).isInstanceOf(StartOver.class).hasMessageContaining("changelog");
    }

    @Test
    void nothingBeginsWithoutAllTopics() {
        ids.remove("output");

        assertThatThrownBy(() -> begin(new OffsetAndMetadata(5), 9))
                .isInstanceOf(StartOver.class)
                .hasMessageContaining("topics are missing: output");
    }

    private void doubts(OffsetAndMetadata commit, long end, Doubt doubt) {
        assertThat(begin(commit, end)).containsExactly(AT);
        assertThat(told).containsExactly(doubt);
        assertThat(trust.doubts()).containsEntry(AT, doubt);
        assertThat(believed(commit)).isEmpty();
    }

    private Set<TopicPartition> begin(OffsetAndMetadata commit, long end) {
        return trust.begin(Set.of(AT), new TopicIds(NAMES, ids), Map.of(AT, commit), Map.of(AT, end));
    }

    private Optional<OffsetAndMetadata> believed(OffsetAndMetadata commit) {
        return Optional.ofNullable(trust.believed(Map.of(AT, commit)).get(AT));
    }

    private OffsetAndMetadata commit(long offset) {
        return new OffsetAndMetadata(
                offset, new TopicIds(NAMES, ids).proof(AT.topic(), offset).before(OF_STREAMS));
    }
}
