package io.credstream.projection.secret;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Something secret that somebody found where it should not be, and wants to know where it belongs.
 *
 * <p>What it looks like says little of what it is in the Secret: there it can have the line break that {@code echo} leaves at its end,
 * or another encoding. So all that it can be is looked for. To be found by mistake it would have to be guessed.
 */
public final class FoundSecret {

    /** Beside UTF-8, encodings of machines on which somebody types a password. */
    private static final Set<Charset> OF_BYTES = Set.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+[=\\s]*");

    private FoundSecret() {}

    /**
     * Fingerprints of all secrets that the bytes can mean: those of a docker config in either form, plain or in base64; the
     * password of the {@code auth} field of one; or the text itself, a password or token, with or without the line break at its
     * end. UTF-16 is read as well where it says so itself.
     *
     * @param found is overwritten with zeros
     * @return each as {@code key-id:fingerprint}; empty if there is nothing in the bytes that could be one
     */
    public static Set<String> fingerprints(FingerprintKeys keys, byte[] found) {
        Fingerprints fingerprints = new Fingerprints(keys);
        Set<String> all = new TreeSet<>();
        byte[] utf8 = withoutByteOrderMark(found);
        try {
            meanings(utf8)
                    .forEach(secret -> fingerprints
                            .secret(secret)
                            .forEach((key, fingerprint) -> all.add(key + ":" + fingerprint)));
        } finally {
            Arrays.fill(found, (byte) 0);
            Arrays.fill(utf8, (byte) 0);
        }
        return all;
    }

    private static Set<String> meanings(byte[] found) {
        Set<String> secrets = new LinkedHashSet<>();
        addOfConfig(found, secrets);
        String text = ByteText.decode(found);
        if (secrets.isEmpty()) {
            addText(text, secrets);
            decoded(text).ifPresent(decoded -> {
                addOfConfig(decoded, secrets);
                String login = ByteText.decode(decoded);
                if (login.indexOf(':') >= 0) {
                    addText(login.substring(login.indexOf(':') + 1), secrets);
                }
            });
        }
        Set<String> meanings = new LinkedHashSet<>();
        secrets.forEach(secret -> addEncodings(secret, meanings));
        return meanings;
    }

    private static void addOfConfig(byte[] document, Set<String> secrets) {
        for (DockerConfigFormat format : DockerConfigFormat.values()) {
            try {
                format.parse(document).held().forEach(held -> secrets.add(held.secret()));
            } catch (MalformedSecret isSomethingElse) {
                // The other forms are tried as well.
            }
        }
    }

    private static void addText(String text, Set<String> secrets) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return;
        }
        secrets.add(stripped);
        secrets.add(text);
        secrets.add(stripped + "\n");
        secrets.add(stripped + "\r\n");
    }

    /** As it is, and where that makes a difference as it is in other encodings; and as the first schema had it. */
    private static void addEncodings(String secret, Set<String> meanings) {
        meanings.add(secret);
        byte[] bytes = ByteText.encode(secret);
        if (!ByteText.isText(secret)) {
            meanings.add(Fingerprints.asBefore(secret));
            OF_BYTES.forEach(charset -> meanings.add(new String(bytes, charset)));
        } else if (bytes.length != secret.length()) {
            OF_BYTES.stream()
                    .filter(charset -> charset.newEncoder().canEncode(secret))
                    .map(charset -> ByteText.decode(secret.getBytes(charset)))
                    .forEach(other -> {
                        meanings.add(other);
                        meanings.add(Fingerprints.asBefore(other));
                    });
        }
        Arrays.fill(bytes, (byte) 0);
    }

    private static Optional<byte[]> decoded(String text) {
        String encoded = text.strip();
        if (!BASE64.matcher(encoded).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(encoded));
        } catch (IllegalArgumentException isNoBase64) {
            return Optional.empty();
        }
    }

    private static byte[] withoutByteOrderMark(byte[] found) {
        if (startsWith(found, 0xFF, 0xFE) || startsWith(found, 0xFE, 0xFF)) {
            return new String(found, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8);
        }
        return startsWith(found, 0xEF, 0xBB, 0xBF) ? Arrays.copyOfRange(found, 3, found.length) : found.clone();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
