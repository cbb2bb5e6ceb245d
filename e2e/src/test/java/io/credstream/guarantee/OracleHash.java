package io.credstream.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.TreeMap;

/** The first 16 hex digits of a SHA-256, of a text or of parts framed by their lengths. */
final class OracleHash {

    private OracleHash() {}

    static String ofParts(Collection<String> parts) {
        StringBuilder framed = new StringBuilder();
        parts.forEach(
                part -> framed.append(part.length()).append(':').append(part).append(','));
        return of(framed.toString());
    }

    static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "%064x".formatted(new BigInteger(1, hash)).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A selector of these labels, its keys in order. */
    static String canonicalLabels(JsonNode labels) {
        TreeMap<String, String> ordered = new TreeMap<>();
        labels.properties()
                .forEach(label -> ordered.put(label.getKey(), label.getValue().toString()));
        StringBuilder text = new StringBuilder("{\"matchLabels\":{");
        ordered.forEach((key, value) -> text.append(text.toString().endsWith("{") ? "" : ",")
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
        return text + "}}";
    }
}
