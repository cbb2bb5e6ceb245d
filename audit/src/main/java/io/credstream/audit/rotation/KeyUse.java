package io.credstream.audit.rotation;

import io.credstream.audit.Facts;
import io.credstream.model.Credential;
import io.credstream.model.Fingerprinting;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Under which fingerprint keys the credentials of each member of the fleet are known. What has left the fleet does not count, and
 * neither do credentials without a fingerprint, which no key makes comparable.
 */
public final class KeyUse {

    /**
     * Credentials with fingerprints under the very same keys.
     *
     * @param keys their ids
     */
    public record Group(List<String> keys, long credentials) {
        public Group {
            keys = List.copyOf(keys);
        }
    }

    private static final Comparator<List<String>> BY_IDS = Comparator.comparing(ids -> String.join(" ", ids));

    private final Map<String, Map<List<String>, Long>> byCluster = new TreeMap<>();
    private final @Nullable String current;

    private KeyUse(@Nullable String current) {
        this.current = current;
    }

    public static KeyUse of(Facts facts) {
        Set<String> members = facts.latest(facts.topics().clusters()).records().keySet();
        var credentials = facts.latest(facts.topics().credentials()).records().values();
        KeyUse use = new KeyUse(current(credentials));
        credentials.stream()
                .map(TopicRecord.Value::value)
                .filter(credential -> members.contains(credential.ref().cluster()))
                .filter(credential -> !credential.fingerprints().isEmpty())
                .forEach(use::add);
        return use;
    }

    /** The key that ingest had as its current one when it wrote of a credential last; absent if no record says so. */
    public @Nullable String current() {
        return current;
    }

    /** The groups of a cluster, in order of the keys. */
    public List<Group> groups(String cluster) {
        return byCluster.getOrDefault(cluster, Map.of()).entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .toList();
    }

    /** How many credentials of a cluster have no fingerprint under a key. */
    public long without(String cluster, String key) {
        return groups(cluster).stream()
                .filter(group -> !group.keys().contains(key))
                .mapToLong(Group::credentials)
                .sum();
    }

    /** Clusters on which a credential has fingerprints, in order. */
    public List<String> clusters() {
        return List.copyOf(byCluster.keySet());
    }

    /** All keys under which something is known. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        byCluster.values().forEach(groups -> groups.keySet().forEach(keys::addAll));
        return keys;
    }

    private void add(Credential credential) {
        byCluster
                .computeIfAbsent(credential.ref().cluster(), unseen -> new TreeMap<>(BY_IDS))
                .merge(List.copyOf(credential.fingerprints().keySet()), 1L, Long::sum);
    }

    private static @Nullable String current(Iterable<TopicRecord.Value<Credential>> credentials) {
        Instant latest = Instant.MIN;
        String current = null;
        for (TopicRecord.Value<Credential> record : credentials) {
            Fingerprinting fingerprinting = record.value().fingerprinting();
            if (fingerprinting != null && record.time().isAfter(latest)) {
                latest = record.time();
                current = Objects.requireNonNull(fingerprinting).key();
            }
        }
        return current;
    }
}
