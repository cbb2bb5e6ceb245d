package io.credstream.audit.answer;

import io.credstream.audit.rotation.Revocation.Doubt;
import io.credstream.audit.rotation.Revocation.Use;
import io.credstream.model.ObjectRef;
import java.time.Instant;
import java.util.List;

/**
 * Whether a secret may be revoked.
 *
 * @param credential that held it
 * @param since when nothing may have used it
 * @param uses of it since then
 * @param manifests that have yet to be told of what replaced it
 * @param doubts what could be otherwise
 */
public record RevocationAnswer(
        Verdict verdict,
        ObjectRef credential,
        Instant since,
        List<Use> uses,
        List<ObjectRef> manifests,
        List<Doubt> doubts) {

    /** Whether it may. */
    public enum Verdict {
        SAFE,
        IN_USE,
        UNKNOWN
    }

    public RevocationAnswer {
        uses = List.copyOf(uses);
        manifests = List.copyOf(manifests);
        doubts = List.copyOf(doubts);
    }
}
