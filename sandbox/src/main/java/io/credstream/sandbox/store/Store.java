package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster at its current version, and its latest changes.
 *
 * <p>Every write raises the one version by one, deletes included. Objects in the store are never changed in place, so
 * whoever got one may read it without a lock. Methods are atomic; {@link #exclusively} makes several of them so.
 */
public final class Store {

    /** What a reader that stands at a version has to know: what came next, and where the store is. */
    public record Batch(List<Change> changes, BigInteger version, boolean expired) {}

    /** The objects of a kind as they were at one version, from a key on. */
    public record View(NavigableMap<ObjectKey, ObjectNode> objects, BigInteger version) {}

    /** Everything that a backup keeps. */
    public record Contents(Map<ResourceKind, TreeMap<ObjectKey, ObjectNode>> objects, BigInteger version) {}

    private final Map<ResourceKind, TreeMap<ObjectKey, ObjectNode>> objects = new HashMap<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final History history;
    private BigInteger version = BigInteger.ZERO;

    /**
     * @param historySize how many of the latest changes are remembered
     */
    public Store(int historySize) {
        history = new History(historySize, version);
    }

    /** Does several things in one step that nobody comes between. */
    public synchronized <T> T exclusively(Supplier<T> work) {
        return work.get();
    }

    public synchronized BigInteger version() {
        return version;
    }

    public synchronized @Nullable ObjectNode get(ResourceKind kind, ObjectKey key) {
        return of(kind).get(key);
    }

    /** Stores an object, which is the store's from now on, and stamps it with the version of the write. */
    public synchronized ObjectNode put(ResourceKind kind, ObjectKey key, ObjectNode object) {
        version = version.add(BigInteger.ONE);
        object.withObject("/metadata").put("resourceVersion", version.toString());
        var before = of(kind).put(key, object);
        commit(new Change(kind, key, version, before, object));
        return object;
    }

    /** Removes an object, if it is there. */
    public synchronized void remove(ResourceKind kind, ObjectKey key) {
        var before = of(kind).remove(key);
        if (before != null) {
            version = version.add(BigInteger.ONE);
            commit(new Change(kind, key, version, before, null));
        }
    }

    private void commit(Change change) {
        history.append(change);
        listeners.forEach(Runnable::run);
    }

    /** Calls a listener after every write, inside the lock: it must not wait. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    /** {@return the changes after a position, at most so many} */
    public synchronized Batch after(BigInteger position, int most) {
        return history.reaches(position)
                ? new Batch(history.after(position, most), version, false)
                : new Batch(List.of(), version, true);
    }

    public synchronized List<ObjectKey> keys(ResourceKind kind) {
        return List.copyOf(of(kind).keySet());
    }

    /** {@return the objects of a kind after a key, now} */
    public synchronized View now(ResourceKind kind, @Nullable ObjectKey after) {
        return new View(tail(kind, after), version);
    }

    /** {@return the objects of a kind after a key, as of a version; null if that is no longer known} */
    public synchronized @Nullable View asOf(ResourceKind kind, @Nullable ObjectKey after, BigInteger wanted) {
        if (!history.reaches(wanted) || wanted.compareTo(version) > 0) {
            return null;
        }
        var view = tail(kind, after);
        for (var change : history.after(wanted, Integer.MAX_VALUE).reversed()) {
            if (change.kind().equals(kind) && (after == null || change.key().compareTo(after) > 0)) {
                undo(change, view);
            }
        }
        return new View(view, wanted);
    }

    private static void undo(Change change, NavigableMap<ObjectKey, ObjectNode> view) {
        if (change.before() == null) {
            view.remove(change.key());
        } else {
            view.put(change.key(), change.before());
        }
    }

    private NavigableMap<ObjectKey, ObjectNode> tail(ResourceKind kind, @Nullable ObjectKey after) {
        return new TreeMap<>(after == null ? of(kind) : of(kind).tailMap(after, false));
    }

    /** Forgets every change until now. */
    public synchronized void compact() {
        history.compact(version);
    }

    /** {@return what a backup made now keeps} */
    public synchronized Contents contents() {
        var copy = new HashMap<ResourceKind, TreeMap<ObjectKey, ObjectNode>>();
        objects.forEach((kind, ofKind) -> copy.put(kind, new TreeMap<>(ofKind)));
        return new Contents(Map.copyOf(copy), version);
    }

    /** Goes back to what a backup kept, its version included; the history ends there. */
    public synchronized void restore(Contents backup) {
        objects.clear();
        backup.objects().forEach((kind, ofKind) -> objects.put(kind, new TreeMap<>(ofKind)));
        moveTo(backup.version());
    }

    /** Goes on from another version; a lower one ends the history, as a restore does. */
    public synchronized void moveTo(BigInteger other) {
        if (other.compareTo(version) < 0) {
            history.restart(other);
        }
        version = other;
    }

    private NavigableMap<ObjectKey, ObjectNode> of(ResourceKind kind) {
        return objects.computeIfAbsent(kind, absent -> new TreeMap<>());
    }
}
