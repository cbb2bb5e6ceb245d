package io.credstream.projection.secret;

import io.credstream.model.Credential.Remark;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Secret's annotation states about its expiry.
 *
 * @param time absent where there is no annotation, or it is not a time
 * @param malformed whether it is not a time
 */
record StatedExpiry(Optional<Instant> time, boolean malformed) {

    static StatedExpiry parse(@Nullable String rfc3339) {
        if (rfc3339 == null) {
            return new StatedExpiry(Optional.empty(), false);
        }
        try {
            return new StatedExpiry(
                    Optional.of(OffsetDateTime.parse(rfc3339.strip()).toInstant()), false);
        } catch (DateTimeException remarkedOn) {
            return new StatedExpiry(Optional.empty(), true);
        }
    }

    Optional<Remark> remark() {
        return malformed ? Optional.of(Remark.MALFORMED_EXPIRY) : Optional.empty();
    }
}
