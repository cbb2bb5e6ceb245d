package io.credstream.audit.rotation;

import io.credstream.audit.Fleet;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether secrets may be revoked: whether for some time nothing has selected a credential that holds one of them, and whether
 * that can be known. Use means that a Manifest selects it; what a registry has seen, nobody knows here.
 *
 * <p>Begins with the fleet as it was when that time began; feed it what the log says since, in the order of time.
 */
public final class Revocation implements LogSink {

    /**
     * Somebody used a secret.
     *
     * @param until when that was over; absent when it is not
     */
    public record Use(
            ObjectRef manifest,
            ObjectRef credential,
            @Nullable Instant until) {}

    /** Why the answer could be another one than what the log says. */
    public record Doubt(
            String cluster,
            String reason,
            @Nullable Instant from,
            @Nullable Instant to) {}

    private final Fleet fleet;
    private final Secrets secrets;
    private final Instant since;
    private final Set<ObjectRef> holders = new TreeSet<>();
    private final Set<String> concerned = new TreeSet<>();
    private final SortedMap<ObjectRef, ObjectRef> using = new TreeMap<>();
    private final List<Use> over = new ArrayList<>();
    private final SortedMap<String, Doubt> doubts = new TreeMap<>();

    /**
     * Begins.
     *
     * @param start the fleet as it was at {@code since}; it goes along with the log
     */
    public Revocation(Fleet start, Instant since, Secrets secrets) {
        this.fleet = start;
        this.since = since;
        this.secrets = secrets;
        start.facts()
                .latest(start.facts().topics().credentials())
                .records()
                .values()
                .forEach(record -> hold(record.value()));
        start.users().forEach((credential, manifests) -> {
            if (holders.contains(credential)) {
                manifests.forEach(manifest -> using.put(manifest, credential));
            }
        });
        start.facts()
                .latest(start.facts().topics().clusters())
                .records()
                .keySet()
                .forEach(this::look);
    }

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        SortedSet<ObjectRef> touched = fleet.take(topic, record);
        switch (record) {
            case TopicRecord.Value<V> value when value.value() instanceof Credential credential -> hold(credential);
            case TopicRecord.Value<V> value
            when value.value() instanceof ClusterStatus status -> look(status.cluster());
            case TopicRecord.Tombstone<V> gone
            when topic.type() == Credential.class -> holders.remove(ObjectRef.parse(gone.key()));
            case TopicRecord.Value<V> value -> {}
            case TopicRecord.Tombstone<V> gone -> {}
            case TopicRecord.Unreadable<V> unreadable -> {}
        }
        touched.forEach(manifest -> look(manifest, record.time()));
    }

    /** The log has been told up to a moment: pins that have expired by then select nothing from then on. */
    public void until(Instant moment) {
        fleet.expire(moment).forEach(pin -> look(pin.manifest(), Objects.requireNonNullElse(pin.expires(), moment)));
    }

    /** Who uses the secrets, or did since that time began, in order. */
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>(over);
        using.forEach((manifest, credential) -> uses.add(new Use(manifest, credential, null)));
        return uses;
    }

    /** Credentials that hold one of the secrets now. */
    public List<ObjectRef> holders() {
        return List.copyOf(holders);
    }

    /** What could be otherwise on the clusters concerned: those on which a credential held one of the secrets. */
    public List<Doubt> doubts() {
        return doubts.values().stream()
                .filter(doubt -> concerned.contains(doubt.cluster()))
                .toList();
    }

    /** Another cluster that has to have been watched for an answer. */
    public void concerns(String cluster) {
        concerned.add(cluster);
    }

    /** The fleet as far as the log has been told. */
    public Fleet fleet() {
        return fleet;
    }

    private void hold(Credential credential) {
        if (secrets.isIn(credential)) {
            holders.add(credential.ref());
            concerned.add(credential.ref().cluster());
        } else {
            holders.remove(credential.ref());
        }
    }

    private void look(ObjectRef manifest, Instant now) {
        Optional<ObjectRef> selected =
                fleet.selectedBy(manifest).filter(holders::contains).findFirst();
        ObjectRef before = using.remove(manifest);
        if (selected.isPresent()) {
            using.put(manifest, selected.get());
            concerned.add(manifest.cluster());
        } else if (before != null) {
            over.add(new Use(manifest, before, now));
        }
    }

    private void look(String cluster) {
        ClusterStatus status = fleet.facts()
                .latest(fleet.facts().topics().clusterStatus())
                .get(cluster)
                .orElse(null);
        if (status == null) {
            doubts.putIfAbsent(cluster, new Doubt(cluster, "was not watched when that time began", null, null));
            return;
        }
        status.gaps().stream()
                .filter(gap -> gap.to().isAfter(since))
                .forEach(gap -> doubts.put(
                        cluster,
                        new Doubt(
                                cluster,
                                gap.kind().plural() + " were not watched: " + gap.reason(),
                                gap.from(),
                                gap.to())));
        if (!status.condition().isWatching()) {
            doubts.putIfAbsent(cluster, new Doubt(cluster, "is not watched: " + status.condition(), null, null));
        }
    }
}
