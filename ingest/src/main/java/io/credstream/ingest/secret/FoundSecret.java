package io.credstream.ingest.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Something secret that somebody found where it should not be, and wants to know where it belongs. */
public final class FoundSecret {

    private FoundSecret() {}

    /**
     * Fingerprints of all secrets that the bytes can mean: those of a docker config in either form; the password of the
     * {@code auth} field of one; or the text itself, a password or token, without the line break at its end.
     *
     * @param found is overwritten with zeros
     * @return each as {@code key-id:fingerprint}; empty if there is nothing in the bytes that could be one
     */
    public static Set<String> fingerprints(FingerprintKeys keys, byte[] found) {
        Fingerprints fingerprints = new Fingerprints(keys);
        Set<String> all = new TreeSet<>();
        try {
            meanings(found)
                    .forEach(secret -> fingerprints
                            .secret(secret)
                            .forEach((key, fingerprint) -> all.add(key + ":" + fingerprint)));
        } finally {
            Arrays.fill(found, (byte) 0);
        }
        return all;
    }

    private static Set<String> meanings(byte[] found) {
        Set<String> meanings = new LinkedHashSet<>();
        for (DockerConfigFormat format : DockerConfigFormat.values()) {
            try {
                format.parse(found).stream().flatMap(Login::secrets).forEach(meanings::add);
            } catch (MalformedSecret isSomethingElse) {
                // The other forms are tried as well.
            }
        }
        if (meanings.isEmpty()) {
            text(found).map(String::strip).filter(text -> !text.isEmpty()).forEach(text -> {
                meanings.add(text);
                passwordOfAuth(text).forEach(meanings::add);
            });
        }
        return meanings;
    }

    private static Stream<String> passwordOfAuth(String text) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            return text(decoded)
                    .filter(login -> login.indexOf(':') > 0)
                    .map(login -> login.substring(login.indexOf(':') + 1));
        } catch (IllegalArgumentException isNoBase64) {
            return Stream.empty();
        }
    }

    private static Stream<String> text(byte[] bytes) {
        try {
            return Stream.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException isNoText) {
            return Stream.empty();
        }
    }
}
