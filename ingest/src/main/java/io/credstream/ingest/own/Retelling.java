package io.credstream.ingest.own;

import io.credstream.ingest.watch.Feed;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.observe.LogKeys;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what a stocktaking has found in the topics of one partition's clusters. Objects are told again by the ordinary way: the
 * inventory forgets that they were told, or is reminded of them, and their kind is listed once more.
 *
 * <p>A finding can be older than the inventory: what has changed since is not touched. Not thread-safe; for the owner's thread.
 */
final class Retelling {

    private static final Logger LOG = LoggerFactory.getLogger(Retelling.class);

    private final Inventory inventory;
    private final Sessions sessions;

    /** How many objects there are to tell again, or to look for, by kind and cluster. */
    private final Map<Kind, Map<String, Integer>> lost = new EnumMap<>(Kind.class);

    private final Map<Kind, Map<String, Integer>> unknown = new EnumMap<>(Kind.class);

    Retelling(Inventory inventory, Sessions sessions) {
        this.inventory = inventory;
        this.sessions = sessions;
    }

    /** Adds to a batch what can be written at once. */
    void mend(Finding finding, Batch batch) {
        switch (finding) {
            case Finding.Lost found -> lost(found);
            case Finding.Unknown found -> unknown(found, batch);
            case Finding.Unrecorded found -> unrecorded(found, batch);
            case Finding.Compared compared -> list(compared);
            case Finding.StatusesLost found -> sayStatuses(found, batch);
        }
    }

    private void lost(Finding.Lost found) {
        found.told().forEach((ref, told) -> {
            Optional<InventoryEntry> entry = stillToldAt(found.kind(), ref, told);
            if (entry.isPresent()) {
                inventory.put(entry.get(), Version.NONE);
                count(lost, found.kind(), ref.cluster());
            }
        });
    }

    private void unknown(Finding.Unknown found, Batch batch) {
        for (InventoryEntry entry : found.entries()) {
            String cluster = entry.ref().cluster();
            Session session = sessions.all().get(cluster);
            Optional<? extends Cause> departure = sessions.departure(cluster);
            if (inventory.contains(entry.kind(), entry.ref()) || (session == null && departure.isEmpty())) {
                continue;
            }
            inventory.put(entry, entry.version());
            count(unknown, found.kind(), cluster);
            if (session == null) {
                remove(entry, Deletion.Reason.CLUSTER_REMOVED, departure.orElseThrow(), batch);
            } else if (Feed.of(session.cluster()).stream().noneMatch(feed -> feed.covers(entry.kind(), entry.ref()))) {
                remove(entry, Deletion.Reason.RESYNC, session.member().at(), batch);
            }
        }
    }

    private static void remove(InventoryEntry entry, Deletion.Reason reason, Cause cause, Batch batch) {
        batch.absent(entry.kind(), entry.ref(), reason, entry.version(), cause);
    }

    private void unrecorded(Finding.Unrecorded found, Batch batch) {
        int count = 0;
        for (Map.Entry<ObjectRef, Version> object : found.told().entrySet()) {
            Optional<InventoryEntry> entry = stillToldAt(found.kind(), object.getKey(), object.getValue());
            entry.ifPresent(is -> batch.recordAgain(is, object.getValue()));
            count += entry.isPresent() ? 1 : 0;
        }
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, found.topic())
                .addKeyValue(LogKeys.KIND, found.kind())
                .addKeyValue(LogKeys.COUNT, count)
                .log("The inventory's topic lacks entries; they are written again");
    }

    private void sayStatuses(Finding.StatusesLost found, Batch batch) {
        int count = 0;
        for (Session session : sessions.all().values()) {
            ClusterStatus status = session.book().known().status();
            if (status != null) {
                batch.status(status.withoutEnds());
                count++;
            }
        }
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, found.topic())
                .addKeyValue(LogKeys.COUNT, count)
                .log("A topic that statuses lie in or name is another one; all that are known are written again");
    }

    private Optional<InventoryEntry> stillToldAt(Kind kind, ObjectRef ref, Version told) {
        return inventory.told(kind, ref).filter(told::equals).flatMap(same -> inventory.get(kind, ref));
    }

    private static void count(Map<Kind, Map<String, Integer>> counts, Kind kind, String cluster) {
        counts.computeIfAbsent(kind, of -> new TreeMap<>()).merge(cluster, 1, Integer::sum);
    }

    private void list(Finding.Compared compared) {
        list(compared, lost, "A topic lacks objects that it was told; they are told again");
        list(compared, unknown, "A topic has objects that nobody knew of; what the cluster does not have is deleted");
    }

    /** A cluster that cannot be reached is listed when it can be. */
    private void list(Finding.Compared compared, Map<Kind, Map<String, Integer>> counts, String message) {
        Map<String, Integer> clusters = counts.remove(compared.kind());
        if (clusters == null) {
            return;
        }
        clusters.forEach((cluster, count) -> {
            LOG.atWarn()
                    .addKeyValue(LogKeys.TOPIC, compared.topic())
                    .addKeyValue(LogKeys.CLUSTER, cluster)
                    .addKeyValue(LogKeys.KIND, compared.kind())
                    .addKeyValue(LogKeys.COUNT, count)
                    .log(message);
            Session session = sessions.all().get(cluster);
            if (session != null) {
                session.listAfresh(compared.kind());
            }
        });
    }
}
