package io.credstream.guarantee;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The ways in which a secret can stand somewhere and still be read by whoever looks for it. */
final class Spellings {

    private Spellings() {}

    /** Each by its name, as bytes in ISO-8859-1, so that it can be looked for in anything. */
    static Map<String, String> of(String secret) {
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> spellings = new TreeMap<>();
        spellings.put("plain", latin1(utf8));
        spellings.put("hex", HexFormat.of().formatHex(utf8));
        spellings.put("HEX", HexFormat.of().withUpperCase().formatHex(utf8));
        spellings.put("UTF-16LE", latin1(secret.getBytes(StandardCharsets.UTF_16LE)));
        spellings.put("UTF-16BE", latin1(secret.getBytes(StandardCharsets.UTF_16BE)));
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        spellings.put("URL", url);
        spellings.put("url", lowerCaseEscapes(url));
        putBase64("base64", secret, StandardCharsets.UTF_8, spellings);
        putBase64("base64 of UTF-16LE", secret, StandardCharsets.UTF_16LE, spellings);
        // As it stands in a Secret whose data are encoded once more.
        String whole = Base64.getEncoder().encodeToString(utf8);
        putBase64("base64 of base64", whole, StandardCharsets.UTF_8, spellings);
        return spellings;
    }

    /** At every alignment, without the characters that its neighbours have a part in. */
    private static void putBase64(String name, String text, Charset charset, Map<String, String> spellings) {
        byte[] bytes = text.getBytes(charset);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            spellings.put(
                    name + " at " + before,
                    Base64.getEncoder().encodeToString(shifted).substring(from, to));
            spellings.put(
                    name + " for URLs at " + before,
                    Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
        }
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String lowerCaseEscapes(String url) {
        StringBuilder lower = new StringBuilder(url);
        for (int at = url.indexOf('%'); at >= 0; at = url.indexOf('%', at + 1)) {
            lower.replace(at, at + 3, url.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }
}
