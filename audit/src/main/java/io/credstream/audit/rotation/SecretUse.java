package io.credstream.audit.rotation;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Credential;
import io.credstream.model.FurtherSecret;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.read.TopicReader.RecordSink;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where secrets are, and were. Feed it the history of all credentials, in the order of the log within each key. */
public final class SecretUse implements RecordSink<Credential> {

    /**
     * A credential held a secret for a registry.
     *
     * @param registry empty where the login names none
     * @param record that says so first
     * @param to when that was over; absent when it is not
     */
    public record Stay(
            ObjectRef credential,
            String registry,
            Coordinates record,
            Instant from,
            @Nullable Instant to) {}

    private record Place(String credential, String registry) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = credential.compareTo(other.credential);
            return order != 0 ? order : registry.compareTo(other.registry);
        }
    }

    private final Secrets secrets;
    private final Set<String> keyIds;
    private final SortedMap<Place, Stay> present = new TreeMap<>();
    private final List<Stay> over = new ArrayList<>();
    private final SecretCoverage coverage = new SecretCoverage();
    private long incomparable;

    /** Looks for secrets that are known under some fingerprint keys. */
    public SecretUse(Secrets secrets, Set<String> keyIds) {
        this.secrets = secrets;
        this.keyIds = Set.copyOf(keyIds);
    }

    @Override
    public void accept(TopicRecord<Credential> record) {
        switch (record) {
            case TopicRecord.Value<Credential>(String key, Credential credential, var at, Instant time) -> {
                Set<String> registries = Stream.concat(
                                credential.registries().stream()
                                        .filter(secrets::isIn)
                                        .map(RegistryEntry::registry),
                                credential.furtherSecrets().stream()
                                        .filter(secrets::isIn)
                                        .map(FurtherSecret::registry))
                        .collect(Collectors.toSet());
                coverage.record(credential, time);
                credential.registries().stream().filter(this::isUnderOtherKeys).forEach(entry -> incomparable++);
                leave(key, registries, time);
                registries.forEach(registry -> present.putIfAbsent(
                        new Place(key, registry), new Stay(credential.ref(), registry, at, time, null)));
            }
            case TopicRecord.Tombstone<Credential> gone -> {
                leave(gone.key(), Set.of(), gone.time());
                coverage.gone(gone.key(), gone.time());
            }
            case TopicRecord.Unreadable<Credential> unreadable -> incomparable++;
        }
    }

    /** Every stay, by credential and registry, in the order of time. */
    public List<Stay> stays() {
        List<Stay> stays = new ArrayList<>(over);
        stays.addAll(present.values());
        stays.sort((a, b) -> {
            int order = a.credential().compareTo(b.credential());
            order = order != 0 ? order : a.registry().compareTo(b.registry());
            return order != 0 ? order : a.from().compareTo(b.from());
        });
        return stays;
    }

    /** Which secrets could have been found at all, and since when. */
    public SecretCoverage coverage() {
        return coverage;
    }

    /** Entries that cannot be compared: their fingerprints are under keys that are not at hand. */
    public long incomparable() {
        return incomparable;
    }

    private boolean isUnderOtherKeys(RegistryEntry entry) {
        Set<String> ids = entry.secretFingerprints().keySet();
        return !ids.isEmpty() && ids.stream().noneMatch(keyIds::contains);
    }

    private void leave(String credential, Set<String> staying, Instant time) {
        present.entrySet().removeIf(entry -> {
            boolean leaves = entry.getKey().credential().equals(credential)
                    && !staying.contains(entry.getKey().registry());
            if (leaves) {
                Stay stay = entry.getValue();
                over.add(new Stay(stay.credential(), stay.registry(), stay.record(), stay.from(), time));
            }
            return leaves;
        });
    }
}
