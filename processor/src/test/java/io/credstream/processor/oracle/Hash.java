package io.credstream.processor.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/** The first 16 hex digits of a SHA-256, of a text or of parts framed by their lengths. */
final class Hash {
    private Hash() {}

    static String ofParts(Collection<String> parts) {
        String framed = "";
        for (String part : parts) {
            framed = framed + part.length() + ":" + part + ",";
        }
        return of(framed);
    }

    static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "%064x".formatted(new BigInteger(1, hash)).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
