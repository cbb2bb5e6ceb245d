package io.credstream.topics;

import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Carries a {@link Deletion} in the headers of a tombstone, as text, so that any consumer can read it. */
public final class DeletionHeaders {

    private static final String REASON = "reason";
    private static final String UID = "uid";
    private static final String INCARNATION = "incarnation";
    private static final String RESOURCE_VERSION = "resource-version";
    private static final String CAUSE = "cause";

    private static final int LONGEST = 4096;
    private static final char NOT_TEXT = '\uFFFD';

    private DeletionHeaders() {}

    public static void write(Deletion deletion, Headers headers) {
        put(headers, REASON, deletion.reason().display());
        put(headers, UID, deletion.uid());
        put(headers, INCARNATION, Long.toString(deletion.version().incarnation()));
        put(headers, RESOURCE_VERSION, deletion.version().resourceVersion());
        put(headers, CAUSE, deletion.cause().describe());
    }

    /** Empty if a header is missing or is not of its form: such a tombstone says nothing that can be relied on. */
    @SuppressWarnings("UnusedException") // what is wrong with foreign headers is of no interest
    public static Optional<Deletion> read(Headers headers) {
        String reason = get(headers, REASON);
        String uid = get(headers, UID);
        String incarnation = get(headers, INCARNATION);
        String resourceVersion = get(headers, RESOURCE_VERSION);
        String cause = get(headers, CAUSE);
        if (reason == null || uid == null || incarnation == null || resourceVersion == null || cause == null) {
            return Optional.empty();
        }
        try {
            Version version = new Version(Long.parseLong(incarnation), resourceVersion);
            return Arrays.stream(Deletion.Reason.values())
                    .filter(r -> r.display().equals(reason))
                    .findFirst()
                    .map(r -> new Deletion(r, uid, version, Cause.parse(cause)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Absent as well if it stands there twice, is longer than any that we write, or is not text. */
    private static @Nullable String get(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        byte[] value = found.hasNext() ? found.next().value() : null;
        if (value == null || found.hasNext() || value.length > LONGEST) {
            return null;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return text.indexOf(NOT_TEXT) < 0 ? text : null;
    }
}
