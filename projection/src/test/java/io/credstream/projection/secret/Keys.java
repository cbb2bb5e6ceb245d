package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.config;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.projection.SecretFacts;
import io.credstream.rules.bind.Keychain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What Credstream makes of docker configs: from their bytes to the entry that is used. */
final class Keys {
    private Keys() {}

    static Credential credential(String name, String dockerConfig) {
        SecretFacts facts = config(dockerConfig);
        ObjectRef ref = new ObjectRef("kcp", "kcp-system", name);
        return new Credential(
                ref,
                "uid",
                Version.NONE,
                Map.of(),
                facts.registries(),
                facts.fingerprints(),
                null,
                facts.problem(),
                new Cause.Observation(ref.cluster(), Kind.SECRET, "1"));
    }

    /**
     * Which login is used, as its user; several where any can be; {@code anonymous} without one, and {@code error} where the keychain
     * fails as a whole.
     *
     * @param users by the revision of their entries
     */
    static String used(String repository, List<Credential> credentials, Map<String, String> users) {
        if (credentials.stream().anyMatch(credential -> credential.problem() == Problem.MALFORMED)) {
            return "error";
        }
        Keychain keychain = Keychain.resolve(repository, credentials);
        List<String> logins = new ArrayList<>(keychain.used().stream()
                .map(entry -> entry.noLogin() != null ? "anonymous" : users.getOrDefault(entry.revision(), "?"))
                .toList());
        return logins.isEmpty() ? "anonymous" : String.join("|", new TreeSet<>(logins));
    }
}
