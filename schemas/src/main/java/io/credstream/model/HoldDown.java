package io.credstream.model;

import java.time.Instant;

/**
 * A pause in which a Manifest is left alone because somebody keeps overwriting it (R17).
 *
 * @param until the end of the pause
 * @param number counts the pauses of one fight, from 1
 */
public record HoldDown(Instant until, int number) {

    /** Whether it is not over yet. */
    public boolean isInForce(Instant now) {
        return now.isBefore(until);
    }
}
