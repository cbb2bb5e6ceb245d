package io.credstream.cli.rotation;

import io.credstream.audit.answer.RotationAnswer;
import java.util.List;

/** How far a rotation has come, for people. */
final class RotationText {
    private RotationText() {}

    static List<String> recap(RotationAnswer rotation) {
        String changed = rotation.credential() + (rotation.rotated() ? " rotated at " : " was first seen at ")
                + rotation.changedAt() + " (" + rotation.record().describe() + ").";
        String times = rotation.p50Millis() == null
                ? ""
                : "; announced within p50 " + rotation.p50Millis() + " ms, p99 " + rotation.p99Millis() + " ms, max "
                        + rotation.maxMillis() + " ms";
        return List.of(changed, progress(rotation) + times + ".");
    }

    static String progress(RotationAnswer rotation) {
        return rotation.selecting() + " Manifests select it: " + rotation.announced() + " announced, "
                + rotation.reconciled() + " reconciled since, " + rotation.ready() + " ready";
    }
}
