package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.model.Cause;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.topics.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fold of the log comes to what the live processor decided: of each Manifest, the last decision that was sent is one that the fold
 * comes to as well, on its way through the log; and where all is settled it comes to none in the end.
 */
public final class ReplayTellsTheSame implements Guarantee {

    private static final Cause CAUSE = new Cause.Request("test", "replay");

    @Override
    public void verify(TestFleet world) {
        Fold fold = new Fold(new Facts(world.topics()));
        try (TopicReader reader = new TopicReader(world.kafka())) {
            List<Topic<?>> topics = Facts.of(world.topics());
            reader.readInOrder(topics, Cut.START, reader.end(topics), fold);
        }
        assertThat(fold.sent)
                .isNotEmpty()
                .allSatisfy((manifest, decision) -> assertThat(fold.decided.get(manifest))
                        .as("what the fold decides about %s", manifest)
                        .contains(decision));
        assertThat(fold.fleet.manifests())
                .noneMatch(manifest -> fold.fleet.decide(manifest, CAUSE) instanceof Decision.Update);
    }

    private static final class Fold implements LogSink {

        private final Fleet fleet;
        private final Map<ObjectRef, Set<String>> decided = new HashMap<>();
        private final Map<ObjectRef, String> sent = new HashMap<>();

        private Fold(Facts facts) {
            fleet = Fleet.of(facts);
        }

        @Override
        public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
            if (record instanceof TopicRecord.Value<V> value && value.value() instanceof ManifestUpdate update) {
                sent.put(update.manifest(), text(update));
            }
            for (ObjectRef manifest : fleet.take(topic, record)) {
                if (fleet.decide(manifest, CAUSE) instanceof Decision.Update(ManifestUpdate update, var ends)) {
                    decided.computeIfAbsent(manifest, ref -> new HashSet<>()).add(text(update));
                }
            }
        }

        /** Whatever it follows from, and however often it was sent. */
        private static String text(ManifestUpdate update) {
            ManifestAnnotations desired = update.desired();
            return update.layers() + " " + desired.applied() + " " + desired.revision() + " " + desired.state();
        }
    }
}
