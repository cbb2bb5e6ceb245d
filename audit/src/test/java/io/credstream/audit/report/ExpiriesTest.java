package io.credstream.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.report.Expiry.Break;
import io.credstream.model.Credential;
import io.credstream.model.Layer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final Instant NOW = TestLog.START;

    private final TestLog log = new TestLog().controlPlane();

    @Test
    void saysWhatBreaksWhenSoonestFirst() {
        expiring("later", "a", NOW.plus(Duration.ofDays(10)));
        expiring("sooner", "b", NOW.plus(Duration.ofDays(1)));
        expiring("far", "c", NOW.plus(Duration.ofDays(100)));
        log.credential("never", "d", "x")
                .template("op", "a")
                .manifest("m", "op")
                .carriedOut("m");

        List<Expiry> expiries = Expiries.until(NOW, NOW.plus(Duration.ofDays(14)), Fleet.of(log.facts()));

        assertThat(expiries)
                .extracting(Expiry::credential)
                .containsExactly(TestLog.ref("sooner"), TestLog.ref("later"));
        assertThat(expiries.getFirst().breaks()).isEmpty();
        assertThat(expiries.getLast().breaks()).containsExactly(new Break(TestLog.ref("m"), Layer.INSTALL, true));
    }

    @Test
    void whatAnotherCredentialCoversMayGoOn() {
        expiring("one", "a", NOW);
        log.credential("two", "a", "same")
                .template("op", "a")
                .manifest("m", "op")
                .carriedOut("m");

        assertThat(Expiries.until(NOW, NOW, Fleet.of(log.facts())).getFirst().breaks())
                .containsExactly(new Break(TestLog.ref("m"), Layer.INSTALL, false));
    }

    private void expiring(String name, String label, Instant at) {
        Credential c = log.credentialOf(name, label, "same");
        log.put(
                log.facts().topics().credentials(),
                c.ref().key(),
                new Credential(
                        c.ref(),
                        c.uid(),
                        c.version(),
                        c.labels(),
                        c.registries(),
                        c.fingerprints(),
                        at,
                        c.problem(),
                        c.cause()));
    }
}
