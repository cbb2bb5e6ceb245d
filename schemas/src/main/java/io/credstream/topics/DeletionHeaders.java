package io.credstream.topics;

import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Carries a {@link Deletion} in the headers of a tombstone, as text, so that any consumer can read it. */
public final class DeletionHeaders {

    private static final String REASON = "reason";
    private static final String UID = "uid";
    private static final String INCARNATION = "incarnation";
    private static final String RESOURCE_VERSION = "resource-version";
    private static final String CAUSE = "cause";

    private DeletionHeaders() {}

    public static void write(Deletion deletion, Headers headers) {
        TextHeaders.put(headers, REASON, deletion.reason().display());
        TextHeaders.put(headers, UID, deletion.uid());
        TextHeaders.put(headers, INCARNATION, Long.toString(deletion.version().incarnation()));
        TextHeaders.put(headers, RESOURCE_VERSION, deletion.version().resourceVersion());
        TextHeaders.put(headers, CAUSE, deletion.cause().describe());
    }

    /** Empty if a header is missing or is not of its form: such a tombstone says nothing that can be relied on. */
    @SuppressWarnings("UnusedException") // what is wrong with foreign headers is of no interest
    public static Optional<Deletion> read(Headers headers) {
        String reason = TextHeaders.get(headers, REASON);
        String uid = TextHeaders.get(headers, UID);
        String incarnation = TextHeaders.get(headers, INCARNATION);
        String resourceVersion = TextHeaders.get(headers, RESOURCE_VERSION);
        String cause = TextHeaders.get(headers, CAUSE);
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
}
