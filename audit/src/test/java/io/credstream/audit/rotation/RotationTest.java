package io.credstream.audit.rotation;

import static io.credstream.audit.TestLog.TOPICS;
import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.model.Manifest;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotationTest {

    private final TestLog log = new TestLog()
            .controlPlane()
            .credential("cred", "one", "old")
            .template("op", "one")
            .manifest("a", "op")
            .manifest("b", "op")
            .carriedOut("a")
            .carriedOut("b");

    @Test
    void theFirstContentIsNoChangeFromAnother() {
        assertThat(change().before()).isNull();
    }

    @Test
    void goesFromStageToStage() {
        log.credential("cred", "one", "new");
        assertThat(rotation().reaches())
                .allSatisfy(reach -> assertThat(reach)
                        .returns(Stage.WAITING, Reach::stage)
                        .returns("not decided yet", Reach::waiting));

        log.carriedOut("a");
        assertThat(rotation().count(Stage.ANNOUNCED)).isEqualTo(1);
        assertThat(rotation().untilAnnounced(0.5)).contains(Duration.ofSeconds(1));

        log.pending("b");
        assertThat(rotation().reaches().get(1).waiting()).isEqualTo("not written yet");

        log.carriedOut("b").reconciled("a").reconciled("b");
        Rotation done = rotation();
        assertThat(done.hasReached(Stage.READY)).isTrue();
        assertThat(done.untilAnnounced(1)).contains(Duration.ofSeconds(3));
        assertThat(done.reaches().getFirst().manifest()).isEqualTo(ref("a"));
    }

    @Test
    void aRelabelIsNoRotation() {
        ContentChange before = change();
        log.credential("cred", "two", "old");

        assertThat(change().at()).isEqualTo(before.at());
    }

    @Test
    void knowsWhatWasThereBefore() {
        log.credential("cred", "one", "new");

        assertThat(change().before()).isNotNull();
        assertThat(Secrets.of(change().after()).fingerprints()).containsExactly("k1:new");
    }

    private ContentChange change() {
        return ContentChange.last(log.history(TOPICS.credentials(), "cred")).orElseThrow();
    }

    private Rotation rotation() {
        ContentChange change = change();
        List<TopicRecord.Value<Manifest>> since = new ArrayList<>();
        log.replayAfter(change.time(), new LogSink() {
            @Override
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                if (record instanceof TopicRecord.Value<V> value && value.value() instanceof Manifest manifest) {
                    since.add(new TopicRecord.Value<>(value.key(), manifest, value.at(), value.time()));
                }
            }
        });
        return Rotation.of(change, Fleet.of(log.facts()), since);
    }
}
