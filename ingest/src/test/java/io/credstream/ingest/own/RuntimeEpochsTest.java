package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuntimeEpochsTest {

    private static final Instant EARLIER = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATER = EARLIER.plusSeconds(60);
    private static final Scope SCOPE = new Scope("kcp", "k");

    private final RuntimeEpochs epochs = new RuntimeEpochs();

    @Test
    void aScopeHasTheEpochThatWasSaidLastAsLongAsItsRuntimeIsWatchedHere() {
        assertThat(epochs.of(SCOPE)).isEmpty();
        epochs.said(runtime("skr", "k"), EARLIER);
        epochs.said(runtime("other", "l"), EARLIER);
        epochs.said(runtime("skr", "k"), LATER);
        assertThat(epochs.of(SCOPE)).contains(LATER);
        epochs.forget(runtime("skr", "k"));
        assertThat(epochs.of(SCOPE)).isEmpty();
    }

    @Test
    void ofTwoRuntimesOfAKymaItIsTheOneThatBothReach() {
        epochs.said(runtime("skr", "k"), LATER);
        epochs.said(runtime("twin", "k"), EARLIER);
        assertThat(epochs.of(SCOPE)).contains(EARLIER);
    }

    private static Cluster runtime(String id, String kyma) {
        return new Cluster(
                id,
                Cluster.Role.RUNTIME,
                "kcp",
                kyma,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kyma-system"),
                null,
                new Cause.Request("test", "join"));
    }
}
