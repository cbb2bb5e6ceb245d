package io.credstream.audit.rotation;

import static io.credstream.audit.TestLog.TOPICS;
import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.TestLog;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretUseTest {

    private final TestLog log = new TestLog().controlPlane();

    @Test
    void tellsWhereASecretIsAndWas() {
        log.credential("one", "x", "leaked").credential("two", "x", "other").credential("one", "y", "leaked");
        log.credential("one", "x", "new").credential("two", "x", "leaked").credential("three", "x", "leaked");
        log.delete(TOPICS.credentials(), "three").credential("three", "x", "leaked");

        SecretUse use = use("k1");

        assertThat(use.stays())
                .extracting(stay -> stay.credential().name() + (stay.to() == null ? " is" : " was"))
                .containsExactly("one was", "three was", "three is", "two is");
        assertThat(use.stays().getFirst().credential()).isEqualTo(ref("one"));
        assertThat(use.incomparable()).isZero();
    }

    @Test
    void saysWhatItCannotTell() {
        log.credential("one", "x", "leaked");

        SecretUse use = use("k2");

        assertThat(use.stays()).isEmpty();
        assertThat(use.incomparable()).isEqualTo(1);
    }

    private SecretUse use(String key) {
        SecretUse use = new SecretUse(new Secrets(Set.of(key + ":leaked")), Set.of(key));
        for (String name : new String[] {"one", "two", "three"}) {
            log.history(TOPICS.credentials(), name).forEach(use::accept);
        }
        return use;
    }
}
