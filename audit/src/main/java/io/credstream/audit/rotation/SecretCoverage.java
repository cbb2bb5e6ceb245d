package io.credstream.audit.rotation;

import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Fingerprinting;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of logins have fingerprints of all their secrets, cluster by cluster, and since when: what is said of a secret that
 * was found nowhere is true of these only.
 *
 * <p>Records of the first schema have one fingerprint for each login, of the secret that clients prefer; a Secret that could not
 * be read has none.
 */
public final class SecretCoverage {

    /**
     * A credential that holds secrets without fingerprints.
     *
     * @param because why its data was not read; absent where its record is from before all fields were covered
     */
    public record Uncovered(
            ObjectRef credential,
            Set<Field> fields,
            @Nullable Problem because) {}

    private static final Set<Field> ALL = Collections.unmodifiableSet(EnumSet.allOf(Field.class));
    private static final Set<Field> ALL_BUT_PREFERRED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Field.REGISTRY_TOKEN)));

    private final SortedMap<String, Uncovered> uncovered = new TreeMap<>();
    private final SortedMap<String, Map<Field, Instant>> since = new TreeMap<>();

    void record(Credential credential, Instant time) {
        Set<Field> fields = uncovered(credential);
        String key = credential.ref().key();
        Uncovered before = uncovered.get(key);
        if (before != null) {
            cover(credential.ref().cluster(), before.fields(), fields, time);
        }
        since.computeIfAbsent(credential.ref().cluster(), unseen -> new EnumMap<>(Field.class));
        if (fields.isEmpty()) {
            uncovered.remove(key);
        } else {
            uncovered.put(key, new Uncovered(credential.ref(), fields, credential.problem()));
        }
    }

    void gone(String key, Instant time) {
        Uncovered before = uncovered.remove(key);
        if (before != null) {
            cover(before.credential().cluster(), before.fields(), Set.of(), time);
        }
    }

    /** Clusters that have, or had, credentials. */
    public List<String> clusters() {
        return List.copyOf(since.keySet());
    }

    /**
     * Since when the secrets in a field of any login on a cluster all have fingerprints; absent if that was always so, as far as
     * the log goes. Says nothing of {@link #uncovered()} ones.
     */
    public @Nullable Instant since(String cluster, Field field) {
        return Objects.requireNonNullElse(since.get(cluster), Map.<Field, Instant>of())
                .get(field);
    }

    /** Credentials that are there and not covered, in order. */
    public List<Uncovered> uncovered() {
        return new ArrayList<>(uncovered.values());
    }

    private void cover(String cluster, Set<Field> before, Set<Field> now, Instant time) {
        Map<Field, Instant> times = Objects.requireNonNull(since.get(cluster));
        before.stream()
                .filter(field -> !now.contains(field))
                .forEach(field -> times.merge(field, time, (a, b) -> a.isAfter(b) ? a : b));
    }

    private static Set<Field> uncovered(Credential credential) {
        Fingerprinting fingerprinting = credential.fingerprinting();
        if (fingerprinting == null) {
            return switch (credential.problem()) {
                case null -> ALL_BUT_PREFERRED;
                case MISSING_DATA -> Set.of();
                case WRONG_TYPE, MALFORMED -> ALL;
            };
        }
        Set<Field> fields = EnumSet.allOf(Field.class);
        fields.removeAll(fingerprinting.covered());
        return fields;
    }
}
