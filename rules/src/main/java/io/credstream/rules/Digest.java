package io.credstream.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first 64 bits of a SHA-256, in hex: enough to tell contents apart that nobody forges, short enough for an annotation. */
public final class Digest {
    private static final int BYTES = 8;

    private Digest() {}

    public static String of(String text) {
        byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }

    /** Of a sequence: each part is framed by its length, so that no two sequences read the same; null is a value of its own. */
    public static String of(List<@Nullable String> parts) {
        StringBuilder framed = new StringBuilder();
        for (String part : parts) {
            framed.append(part == null ? "-" : part.length() + ":" + part).append(',');
        }
        return of(framed.toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
