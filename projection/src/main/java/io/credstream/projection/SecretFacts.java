package io.credstream.projection;

import io.credstream.model.Credential.Flaw;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Credential.Remark;
import io.credstream.model.Fingerprinting;
import io.credstream.model.FurtherSecret;
import io.credstream.model.RegistryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a Secret's data. Not a byte of it can be computed from this without the fingerprint key.
 *
 * @param registries one entry per registry, in order of the registry's name
 * @param fingerprints of the whole content, by key id; empty when there is a problem
 * @param expiresAt the earliest expiry that the Secret or one of its tokens states
 * @param problem why the Secret cannot be used, or absent
 * @param flaw what is wrong with malformed data; absent without that problem
 * @param remarks what somebody should know about it although it can be used
 * @param furtherSecrets that it holds beside those that clients prefer
 * @param fingerprinting under which key, and which fields of its logins are covered: none where it was not read
 */
public record SecretFacts(
        List<RegistryEntry> registries,
        Map<String, String> fingerprints,
        @Nullable Instant expiresAt,
        @Nullable Problem problem,
        @Nullable Flaw flaw,
        List<Remark> remarks,
        List<FurtherSecret> furtherSecrets,
        Fingerprinting fingerprinting) {

    public SecretFacts {
        registries = List.copyOf(registries);
        fingerprints = Map.copyOf(fingerprints);
        remarks = List.copyOf(remarks);
        furtherSecrets = List.copyOf(furtherSecrets);
    }
}
