package io.credstream.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that could not be processed: where it is, and why, as a code. No payload, no headers, no exception text: any of
 * these could carry what must not be copied.
 *
 * @param service who gave up: {@code ingest}, {@code processor}, {@code sink}
 * @param object the object concerned, where it is known
 * @param cause the coordinates of the record, or the observation
 */
public record DeadLetter(
        String service, Code code, @Nullable String object, Cause cause) {
    /** Why something was given up. */
    public enum Code {
        /** A record's bytes are no value of its topic's type. */
        UNDECODABLE,
        /** A record's key is not of its topic's form, or does not fit its value. */
        INVALID_KEY,
        /** A deletion without the headers that say what was deleted. */
        INCOMPLETE_DELETION,
        /** A Kubernetes object without the metadata that every object has. */
        INVALID_OBJECT,
        /** More bytes than the budget for one object, record, key or header allows. */
        TOO_LARGE,
        /** Handling it failed unexpectedly; the log of the service has the stack trace. */
        FAULT
    }
}
