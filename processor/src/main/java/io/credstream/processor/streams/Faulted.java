package io.credstream.processor.streams;

import io.credstream.model.DeadLetter;
import java.time.Instant;

/**
 * Something that a stage cannot handle at present.
 *
 * @param fault what went wrong: a code without any value, as in {@link io.credstream.observe.Fault}
 * @param since when it went wrong first
 */
public record Faulted(DeadLetter.Code code, String fault, Instant since) {
    boolean isLike(DeadLetter.Code otherCode, String otherFault) {
        return code == otherCode && fault.equals(otherFault);
    }
}
