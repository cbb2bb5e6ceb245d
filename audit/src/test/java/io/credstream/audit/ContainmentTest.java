package io.credstream.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A record that cannot be handled is missing from an answer, which says so; everything else is in it. */
class ContainmentTest {

    private final TestLog log = new TestLog().controlPlane();
    private final Facts facts = new Facts(TestLog.TOPICS);

    @Test
    void aRecordThatCannotBeFoldedIsNamedAndTheRestIsRight() {
        log.replay(facts);
        facts.accept(TestLog.TOPICS.templates(), poisoned("a", 7));
        Fleet fleet = Fleet.of(facts);

        assertThat(fleet.facts().unhandled().all()).singleElement().asString().startsWith("templates-0@7: ClassCast");
        assertThat(fleet.facts().latest(TestLog.TOPICS.clusters()).records()).containsOnlyKeys(TestLog.KCP);
    }

    @Test
    void aRecordThatCannotBeFollowedIsNamedToo() {
        log.replay(facts);
        Fleet fleet = Fleet.of(facts);
        fleet.accept(TestLog.TOPICS.templates(), poisoned("a", 7));
        fleet.accept(TestLog.TOPICS.templates(), poisoned("b", 8));

        assertThat(fleet.facts().unhandled().all()).hasSize(2);
    }

    @Test
    void whatIsMeantForTheCallerPasses() {
        Unhandled unhandled = new Unhandled(IllegalStateException.class::isInstance);
        Coordinates at = new Coordinates("templates", 0, 7);
        RuntimeException meant = new IllegalStateException();
        assertThatThrownBy(() -> unhandled.handle(at, (Runnable) () -> {
                    throw meant;
                }))
                .isSameAs(meant);
        assertThat(unhandled.isEmpty()).isTrue();
    }

    /** A value on which everything fails that takes it for what its topic says: it stands for whatever nobody foresaw. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static TopicRecord<Template> poisoned(String name, long offset) {
        ObjectRef ref = new ObjectRef(TestLog.KCP, "kcp-system", name);
        Topic<Template> topic = TestLog.TOPICS.templates();
        return new TopicRecord.Value(
                ref.key(),
                new TestLog().credentialOf("regcred", "one", "content"),
                new Coordinates(topic.name(), 0, offset),
                Instant.EPOCH);
    }
}
