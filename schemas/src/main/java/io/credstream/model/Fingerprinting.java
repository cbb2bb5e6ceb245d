package io.credstream.model;

import java.util.List;

/**
 * How the logins of a Secret were fingerprinted.
 *
 * @param key the id of the key that was the current one
 * @param covered the fields of a login of whose secrets each has a fingerprint
 */
public record Fingerprinting(String key, List<Field> covered) {

    public Fingerprinting {
        covered = List.copyOf(covered);
    }

    /** A field of a login that holds a secret. */
    public enum Field implements Spelled {
        PASSWORD("password"),
        /** User and password in base64: the password is what has a fingerprint. */
        AUTH("auth"),
        IDENTITY_TOKEN("identitytoken"),
        REGISTRY_TOKEN("registrytoken");

        private final String display;

        Field(String display) {
            this.display = display;
        }

        /** As a docker config spells it. */
        @Override
        public String display() {
            return display;
        }
    }
}
