package io.credstream.read;

import io.credstream.avro.NewerSchema;
import io.credstream.model.Cause.Coordinates;

/**
 * A record that only a newer build can read.
 *
 * @param key as it stands in the log
 */
public record NewerRecord(String key, NewerSchema schema, Coordinates at) {
    /** For a person, without the key: {@code waits for a build that reads Pin v3 (this build knows v1), at credstream.pins-0@7}. */
    public String describe() {
        return "waits for a build that reads " + schema.describe() + ", at " + at.describe();
    }
}
