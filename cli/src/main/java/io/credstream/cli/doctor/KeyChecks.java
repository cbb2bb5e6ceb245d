package io.credstream.cli.doctor;

import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.projection.secret.InvalidKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a file of fingerprint keys can be used, and is its owner's alone. */
final class KeyChecks {

    private static final String WHAT = "Fingerprint keys";

    private KeyChecks() {}

    static List<Finding> of(Path file) {
        try {
            FingerprintKeys keys = FingerprintKeys.load(file);
            return List.of(mode(file, keys));
        } catch (InvalidKeyFile e) {
            return e.problems().stream()
                    .<Finding>map(problem -> new Trouble(WHAT, problem, "with no file yet, 'credstream up' makes one"))
                    .toList();
        }
    }

    /** Whoever reads it can guess short passwords from their fingerprints. */
    private static Finding mode(Path file, FingerprintKeys keys) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> others =
                    EnumSet.complementOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            others.retainAll(mode);
            if (!others.isEmpty()) {
                return new Trouble(
                        WHAT,
                        file + " has mode " + PosixFilePermissions.toString(mode),
                        "chmod 600 " + file + ", or for a mounted Secret defaultMode: 0440 with an fsGroup");
            }
        } catch (IOException | UnsupportedOperationException noSuchThing) {
            return new Fine(WHAT, "key " + keys.currentId() + "; this system has no modes");
        }
        return new Fine(WHAT, "key " + keys.currentId() + ", its owner's alone");
    }
}
