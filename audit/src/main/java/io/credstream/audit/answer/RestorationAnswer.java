package io.credstream.audit.answer;

import io.credstream.audit.pin.Restoration;
import io.credstream.audit.pin.Restoration.Restored;
import io.credstream.model.ObjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to give Manifests back the selectors that they had.
 *
 * @param asOf the moment whose selectors are restored
 * @param executed whether the pins are written
 * @param expires until when they hold; absent for ever
 * @param same Manifests that carry the same selectors now, and keep them by themselves
 * @param absent Manifests that were not there then
 */
public record RestorationAnswer(
        Instant asOf,
        boolean executed,
        @Nullable Instant expires,
        List<Restored> pins,
        List<ObjectRef> same,
        List<ObjectRef> absent) {

    public static RestorationAnswer of(
            Restoration restoration, Instant asOf, boolean executed, @Nullable Instant expires) {
        return new RestorationAnswer(
                asOf, executed, expires, restoration.toPin(), restoration.same(), restoration.absent());
    }
}
