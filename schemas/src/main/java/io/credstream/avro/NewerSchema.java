package io.credstream.avro;

/**
 * What it takes to read a record that was written with a newer schema than any that this build knows.
 *
 * @param type the simple name of the record's type
 * @param version of its schema
 * @param known the newest version of this build
 */
public record NewerSchema(String type, int version, int known) {
    public NewerSchema {
        if (version <= known) {
            throw new IllegalArgumentException("a newer schema has a higher version");
        }
    }

    /** {@code Credential v3 (this build knows v2)}. */
    public String describe() {
        return type + " v" + version + " (this build knows v" + known + ")";
    }
}
