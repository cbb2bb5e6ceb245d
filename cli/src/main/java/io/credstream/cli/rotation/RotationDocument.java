package io.credstream.cli.rotation;

import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.audit.rotation.Rotation;
import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rotation, for programs. */
record RotationDocument(
        @Documented("cluster/namespace/name") String credential,
        @Documented("when its content changed last") String changedAt,
        @Documented("the record that says so") String record,

        @Documented("whether other content was there before")
        boolean rotated,

        @Documented("Manifests that select it") long selecting,

        @Documented("of those: the new revision was seen on")
        long announced,

        @Documented("of those: lifecycle-manager has reconciled since")
        long reconciled,

        @Documented("of those: ready") long ready,

        @Documented("milliseconds until announced, median") @Nullable
        Long p50Millis,

        @Documented("likewise, 99th percentile") @Nullable Long p99Millis,
        @Documented("likewise, the slowest") @Nullable Long maxMillis,
        @Documented("each Manifest") List<ReachRow> manifests,

        @Documented("time and log positions that the answer is based on")
        Basis basis) {

    static RotationDocument of(Rotation rotation, Basis basis) {
        return new RotationDocument(
                rotation.change().after().ref().key(),
                rotation.change().time().toString(),
                rotation.change().at().describe(),
                rotation.change().before() != null,
                rotation.reaches().size(),
                rotation.count(Stage.ANNOUNCED),
                rotation.count(Stage.RECONCILED),
                rotation.count(Stage.READY),
                millis(rotation, 0.5),
                millis(rotation, 0.99),
                millis(rotation, 1),
                rotation.reaches().stream()
                        .map(reach -> ReachRow.of(rotation.change(), reach))
                        .toList(),
                basis);
    }

    List<String> recap() {
        String changed =
                credential + (rotated ? " rotated at " : " was first seen at ") + changedAt + " (" + record + ").";
        String times = p50Millis == null
                ? ""
                : "; announced within p50 " + p50Millis + " ms, p99 " + p99Millis + " ms, max " + maxMillis + " ms";
        return List.of(changed, progress() + times + ".");
    }

    String progress() {
        return selecting + " Manifests select it: " + announced + " announced, " + reconciled + " reconciled since, "
                + ready + " ready";
    }

    private static @Nullable Long millis(Rotation rotation, double share) {
        return rotation.untilAnnounced(share).map(Duration::toMillis).orElse(null);
    }
}
