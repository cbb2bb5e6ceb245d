package io.credstream.audit.answer;

import io.credstream.audit.rotation.ContentChange;
import io.credstream.audit.rotation.Reach;
import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.audit.rotation.Rotation;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rotation has come.
 *
 * @param changedAt when the credential's content changed last
 * @param rotated whether other content was there before
 * @param selecting Manifests that select it; of these, on {@code announced} the new revision was seen, and so on
 * @param p50Millis until announced, and so on
 */
public record RotationAnswer(
        ObjectRef credential,
        Instant changedAt,
        Coordinates record,
        boolean rotated,
        long selecting,
        long announced,
        long reconciled,
        long ready,
        @Nullable Long p50Millis,
        @Nullable Long p99Millis,
        @Nullable Long maxMillis,
        List<Reached> manifests) {

    /** How far it has come with a Manifest, in what time, and what is missing. */
    public record Reached(
            ObjectRef manifest,
            Stage stage,
            @Nullable Long announcedMillis,
            @Nullable Long reconciledMillis,
            @Nullable String waiting) {

        static Reached of(ContentChange change, Reach reach) {
            return new Reached(
                    reach.manifest(),
                    reach.stage(),
                    since(change, reach.announced()),
                    since(change, reach.reconciled()),
                    reach.waiting());
        }

        private static @Nullable Long since(ContentChange change, @Nullable Instant time) {
            return time == null ? null : Duration.between(change.time(), time).toMillis();
        }
    }

    public static RotationAnswer of(Rotation rotation) {
        ContentChange change = rotation.change();
        return new RotationAnswer(
                change.after().ref(),
                change.time(),
                change.at(),
                change.before() != null,
                rotation.reaches().size(),
                rotation.count(Stage.ANNOUNCED),
                rotation.count(Stage.RECONCILED),
                rotation.count(Stage.READY),
                millis(rotation, 0.5),
                millis(rotation, 0.99),
                millis(rotation, 1),
                rotation.reaches().stream()
                        .map(reach -> Reached.of(change, reach))
                        .toList());
    }

    private static @Nullable Long millis(Rotation rotation, double share) {
        return rotation.untilAnnounced(share).map(Duration::toMillis).orElse(null);
    }
}
