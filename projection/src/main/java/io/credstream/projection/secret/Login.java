package io.credstream.projection.secret;

import io.credstream.model.RegistryEntry.NoLogin;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One registry's entry of a docker config in canonical form: however it was spelled, equal logins are equal. An absent field is
 * empty; bytes are as {@link ByteText} has them.
 *
 * @param registry see {@link RegistryName}
 * @param plainHttp whether it is spelled with {@code http://}, which is no part of the content: it is neither compared by the
 *     keychain nor fingerprinted
 */
record Login(
        String registry, boolean plainHttp, String user, String password, String identityToken, String registryToken)
        implements Comparable<Login> {

    private static final Comparator<Login> ORDER = Comparator.comparing(Login::registry)
            .thenComparing(Login::user)
            .thenComparing(Login::password)
            .thenComparing(Login::identityToken)
            .thenComparing(Login::registryToken);

    /** What proves to the registry who is asking: of several the one that clients prefer. Empty for an anonymous login. */
    String secret() {
        return secrets().findFirst().orElse("");
    }

    /** As go-containerregistry sends it: a token, or both user and password, else nothing. */
    Optional<NoLogin> noLogin() {
        boolean complete = !user.isEmpty() && !password.isEmpty();
        if (complete || !identityToken.isEmpty() || !registryToken.isEmpty()) {
            return Optional.empty();
        }
        if (password.isEmpty()) {
            return Optional.of(user.isEmpty() ? NoLogin.EMPTY : NoLogin.NO_PASSWORD);
        }
        return Optional.of(NoLogin.NO_USER);
    }

    /** Whether it is text in all of its fields. */
    boolean isText() {
        return Stream.of(user, password, identityToken, registryToken).allMatch(ByteText::isText);
    }

    /** All of its secrets, the preferred one first. */
    Stream<String> secrets() {
        return Stream.of(registryToken, identityToken, password).filter(secret -> !secret.isEmpty());
    }

    /** By content: how it is spelled makes no difference. */
    @Override
    public int compareTo(Login other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "Login[" + registry + "]";
    }
}
