package io.credstream.topics;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers whose values are text, so that any consumer can read them. */
final class TextHeaders {

    private static final int LONGEST = 4096;
    private static final char NOT_TEXT = '\uFFFD';

    private TextHeaders() {}

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Absent as well if it stands there twice, is longer than any that we write, or is not text. */
    static @Nullable String get(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        byte[] value = found.hasNext() ? found.next().value() : null;
        if (value == null || found.hasNext() || value.length > LONGEST) {
            return null;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return text.indexOf(NOT_TEXT) < 0 ? text : null;
    }
}
