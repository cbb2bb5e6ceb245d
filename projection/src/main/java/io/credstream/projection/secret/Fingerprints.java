package io.credstream.projection.secret;

import io.credstream.model.FurtherSecret;
import io.credstream.model.RegistryEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 of canonical content, under every key that the operator gave.
 *
 * <p>What is authenticated is a sequence of texts, each with its length before it, the first one saying what it is a fingerprint
 * of. So no two contents give the same bytes, and a fingerprint of one sort never equals one of another.
 */
final class Fingerprints {
    private static final String WHOLE = "credstream.io/fingerprint/v1/whole";
    private static final String LOGIN = "credstream.io/fingerprint/v1/login";
    private static final String KUBECONFIG = "credstream.io/fingerprint/v1/kubeconfig";
    private static final String SECRET = "credstream.io/fingerprint/v1/secret";

    /** Characters of a fingerprint that make a revision. */
    private static final int REVISION_LENGTH = 16;

    private final FingerprintKeys keys;

    Fingerprints(FingerprintKeys keys) {
        this.keys = keys;
    }

    /** Of all logins, which are in canonical order. */
    Map<String, String> whole(List<Login> logins) {
        return each(WHOLE, logins.stream().flatMap(Fingerprints::fields).toList());
    }

    /** The id of the key that revisions are derived from. */
    String currentKey() {
        return keys.currentId();
    }

    /** The record of one login, as if it was new; see {@link Revisions}. */
    RegistryEntry entry(Login login) {
        Map<String, String> fingerprints = each(LOGIN, fields(login).toList());
        String revision = fingerprints.getOrDefault(keys.currentId(), "").substring(0, REVISION_LENGTH);
        return new RegistryEntry(
                login.registry(),
                login.plainHttp(),
                fingerprints,
                secret(login.secret()),
                revision,
                login.noLogin().orElse(null));
    }

    /**
     * Of a login that is not text, by key id, as the first schema had them: there all bytes that are not UTF-8 were one. Empty for
     * any other, since nothing about it has changed.
     */
    Map<String, String> asBefore(Login login) {
        return login.isText()
                ? Map.of()
                : each(LOGIN, fields(login).map(Fingerprints::asBefore).toList());
    }

    /** A secret as the first schema had it. */
    static String asBefore(String secret) {
        return new String(ByteText.encode(secret), StandardCharsets.UTF_8);
    }

    /** Of a secret that clients do not prefer. */
    FurtherSecret further(Logins.Held held) {
        return new FurtherSecret(held.registry(), secret(held.secret()));
    }

    /** Of a secret alone, wherever it is used and however it is spelled there. An absent one has none: all those would be equal. */
    Map<String, String> secret(String secret) {
        return secret.isEmpty() ? Map.of() : each(SECRET, List.of(secret));
    }

    /** Of a kubeconfig, as it is encoded, under each key; the current one comes first. Names its key, as there may be others later. */
    List<String> kubeconfig(String encoded) {
        Map<String, String> byKey = each(KUBECONFIG, List.of(encoded));
        return byKey.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getKey().equals(keys.currentId())))
                .map(entry -> entry.getKey() + ":" + entry.getValue().substring(0, REVISION_LENGTH))
                .toList();
    }

    private static Stream<String> fields(Login login) {
        return Stream.of(
                login.registry(), login.user(), login.password(), login.identityToken(), login.registryToken());
    }

    private Map<String, String> each(String purpose, List<String> fields) {
        Map<String, String> byKey = new TreeMap<>();
        keys.forEach(key -> byKey.put(key.id(), hmac(key, purpose, fields)));
        return byKey;
    }

    private static String hmac(FingerprintKey key, String purpose, List<String> fields) {
        try {
            Mac mac = Mac.getInstance(FingerprintKey.ALGORITHM);
            mac.init(key.secret());
            update(mac, purpose);
            fields.forEach(field -> update(mac, field));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + FingerprintKey.ALGORITHM);
        }
    }

    private static void update(Mac mac, String field) {
        byte[] bytes = ByteText.encode(field);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }
}
