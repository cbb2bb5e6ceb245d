package io.credstream.projection.secret;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes as text from which the very same bytes can be made again: what is UTF-8 as it is, each other byte as a lone surrogate
 * from U+DC80 to U+DCFF, which no UTF-8 has (Python's {@code surrogateescape}, PEP 383). Passwords are bytes, and in those that
 * were typed on a machine with another encoding two different ones must not become the same text.
 */
final class ByteText {
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';
    private static final int OF_A_BYTE = 0xDC00;
    private static final int ESCAPE_LENGTH = 6; // a backslash, 'u' and four digits
    private static final char[] QUESTION_MARK = "\\u003f".toCharArray();

    private ByteText() {}

    static String decode(byte[] bytes) {
        CharBuffer chars = chars(bytes);
        try {
            return chars.toString();
        } finally {
            Arrays.fill(chars.array(), '\0');
        }
    }

    /**
     * JSON to be parsed. A lone surrogate that is written as an escape stands for no byte; it becomes the question mark as which
     * it has always been encoded.
     *
     * @return with an array of its own, which is the caller's to overwrite
     */
    static CharBuffer decodeJson(byte[] document) {
        CharBuffer json = chars(document);
        int at = 0;
        while (at < json.limit()) {
            char escaped = escaped(json, at);
            if (json.get(at) != '\\') {
                at++;
            } else if (Character.isHighSurrogate(escaped)
                    && Character.isLowSurrogate(escaped(json, at + ESCAPE_LENGTH))) {
                at += 2 * ESCAPE_LENGTH;
            } else {
                if (Character.isSurrogate(escaped)) {
                    json.put(at, QUESTION_MARK, 0, ESCAPE_LENGTH);
                }
                at += 2; // what a backslash escapes escapes nothing
            }
        }
        return json;
    }

    /** The bytes that were decoded. A surrogate that is alone and no byte becomes a question mark, as Java has it. */
    static byte[] encode(String text) {
        if (isText(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (isByte(text, at)) {
                bytes.writeBytes(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
                bytes.write(text.charAt(at));
                from = at + 1;
            }
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Whether all of its bytes are UTF-8. */
    static boolean isText(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isByte(text, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(String text, int at) {
        char c = text.charAt(at);
        return c >= FIRST && c <= LAST && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static CharBuffer chars(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // no encoding of a character is shorter than its chars
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            for (int left = result.length(); left > 0; left--) {
                out.put((char) (OF_A_BYTE | (in.get() & 0xFF)));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip();
    }

    /** The character of an escape at a place, or a NUL if there is none. */
    private static char escaped(CharBuffer json, int at) {
        if (at + ESCAPE_LENGTH > json.limit() || json.get(at) != '\\' || json.get(at + 1) != 'u') {
            return '\0';
        }
        int value = 0;
        for (int digit = at + 2; digit < at + ESCAPE_LENGTH; digit++) {
            int hex = Character.digit(json.get(digit), 16);
            if (hex < 0) {
                return '\0';
            }
            value = value * 16 + hex;
        }
        return (char) value;
    }
}
