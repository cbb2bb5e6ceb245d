package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatestByKeyTest {

    private static final ObjectRef REF = new ObjectRef("kcp", "kcp-system", "regcred");
    private final LatestByKey<Credential> latest = new LatestByKey<>();
    private long offset;

    @Test
    void olderObservationNeverOverwritesNewer() {
        observe("uid-1", 20);
        observe("uid-2", 10);
        assertThat(latest.get(REF.key())).map(Credential::uid).contains("uid-1");
    }

    @Test
    void equalVersionFollowsTheLog() {
        observe("uid-1", 20);
        observe("uid-2", 20);
        assertThat(latest.get(REF.key())).map(Credential::uid).contains("uid-2");
    }

    @Test
    void nothingOlderRevivesWhatWasDeleted() {
        observe("uid-1", 10);
        delete(30);
        observe("uid-1", 20);
        assertThat(latest.get(REF.key())).isEmpty();
        observe("uid-2", 40);
        assertThat(latest.get(REF.key())).map(Credential::uid).contains("uid-2");
    }

    @Test
    void aDeletionThatDoesNotSayWhatWasDeletedDeletesNothing() {
        observe("uid-1", 10);
        latest.accept(new TopicRecord.Tombstone<>(REF.key(), null, at(), Instant.EPOCH));
        assertThat(latest.get(REF.key())).isPresent();
        assertThat(latest.unreadable()).isEqualTo(1);
    }

    private void observe(String uid, long version) {
        Credential credential = new Credential(
                REF,
                uid,
                new Version(1, Long.toString(version)),
                Map.of(),
                List.of(),
                Map.of(),
                null,
                null,
                cause(version));
        latest.accept(new TopicRecord.Value<>(REF.key(), credential, at(), Instant.EPOCH));
    }

    private void delete(long version) {
        Deletion deletion =
                new Deletion(Deletion.Reason.WATCH, "uid-1", new Version(1, Long.toString(version)), cause(version));
        latest.accept(new TopicRecord.Tombstone<>(REF.key(), deletion, at(), Instant.EPOCH));
    }

    private static Cause cause(long version) {
        return new Cause.Observation("kcp", Kind.SECRET, Long.toString(version));
    }

    private Cause.Coordinates at() {
        return new Cause.Coordinates("credentials", 0, offset++);
    }
}
