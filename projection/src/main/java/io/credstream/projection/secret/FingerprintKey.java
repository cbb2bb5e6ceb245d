package io.credstream.projection.secret;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One key, and the id that is written beside the fingerprints under it. Its bytes appear in no text. */
record FingerprintKey(String id, SecretKey secret) {
    static final String ALGORITHM = "HmacSHA256";

    FingerprintKey(String id, byte[] secret) {
        this(id, new SecretKeySpec(secret, ALGORITHM));
    }

    @Override
    public String toString() {
        return "FingerprintKey[" + id + "]";
    }
}
