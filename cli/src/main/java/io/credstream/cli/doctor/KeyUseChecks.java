package io.credstream.cli.doctor;

import io.credstream.audit.rotation.KeyUse;
import io.credstream.audit.rotation.KeyUse.Group;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.projection.secret.FingerprintKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the log says of the keys in a key file: which may go now, which not yet and because of whom, and which are lacking. */
final class KeyUseChecks {

    private static final String WHAT = "Fingerprint key ";
    private static final int SHOWN = 5;

    private final FingerprintKeys keys;
    private final KeyUse use;

    private KeyUseChecks(FingerprintKeys keys, KeyUse use) {
        this.keys = keys;
        this.use = use;
    }

    static List<Finding> of(FingerprintKeys keys, KeyUse use) {
        KeyUseChecks checks = new KeyUseChecks(keys, use);
        List<Finding> findings = new ArrayList<>();
        findings.add(checks.current());
        keys.previousIds().forEach(id -> findings.add(checks.previous(id)));
        keys.lostIds().stream().sorted().forEach(id -> findings.add(checks.lost(id)));
        checks.unknown().forEach(id -> findings.add(checks.unknown(id)));
        return findings;
    }

    private Finding current() {
        String id = keys.currentId();
        if (use.keys().contains(id) || use.keys().isEmpty()) {
            return new Fine(WHAT + id, "is the current one");
        }
        return new Trouble(
                WHAT + id,
                "is the current one, and nothing is fingerprinted with it",
                "start every ingest with this file");
    }

    /** May go when everything is known under the current key too: then nothing is compared under it any more. */
    private Finding previous(String id) {
        String what = WHAT + id;
        if (!use.keys().contains(id)) {
            return use.keys().isEmpty()
                    ? new Fine(what, "is a previous one; nothing is fingerprinted yet")
                    : new Trouble(
                            what,
                            "is a previous one, and nothing in the log was made with it",
                            "correct its id if it is misspelled, or remove it");
        }
        List<String> waiting =
                clusters(group -> group.keys().contains(id) && !group.keys().contains(keys.currentId()));
        return waiting.isEmpty()
                ? new Fine(
                        what,
                        "may go from ingest's file now; keep a copy for 'leak', as long as the log has records from before"
                                + " the change")
                : new Fine(
                        what,
                        "may not go yet: it is needed for credentials of " + some(waiting)
                                + " until their clusters have been watched with the current key");
    }

    private Finding lost(String id) {
        List<String> waiting =
                clusters(group -> group.keys().contains(id) && Collections.disjoint(group.keys(), keys.ids()));
        return waiting.isEmpty()
                ? new Fine(
                        WHAT + id,
                        "is lost, and no credential is known under lost keys alone any more: it may go from 'lost'")
                : new Fine(
                        WHAT + id,
                        "is lost: credentials of " + some(waiting)
                                + " count as rotated when their clusters are watched");
    }

    private Set<String> unknown() {
        Set<String> ids = new TreeSet<>();
        use.clusters().stream()
                .flatMap(cluster -> use.groups(cluster).stream())
                .filter(group -> Collections.disjoint(group.keys(), keys.comparableIds()))
                .forEach(group -> ids.addAll(group.keys()));
        return ids;
    }

    private Finding unknown(String id) {
        return new Trouble(
                WHAT + id,
                "is not in the file, and credentials of "
                        + some(clusters(group ->
                                group.keys().contains(id) && Collections.disjoint(group.keys(), keys.comparableIds())))
                        + " are known under no other: they stay as they were reported",
                "add it to 'previous', or to 'lost' if nobody has it any more");
    }

    private List<String> clusters(Predicate<Group> wanted) {
        return use.clusters().stream()
                .filter(cluster -> use.groups(cluster).stream().anyMatch(wanted))
                .toList();
    }

    private static String some(List<String> clusters) {
        String shown = clusters.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return clusters.size() > SHOWN ? shown + " and " + (clusters.size() - SHOWN) + " more" : shown;
    }
}
