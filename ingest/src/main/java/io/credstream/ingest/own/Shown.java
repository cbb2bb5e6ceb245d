package io.credstream.ingest.own;

import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which feed shows an object, where several feeds of one cluster share a kind and a namespace: an object is gone when no feed has it.
 *
 * <p>Such feeds are disjoint, so what one of them shows, no other does at the same time; but each tells in its own time, and one may still
 * have to tell of the end of an object whose namesake another one shows already. Hence a list of a feed speaks for what that feed showed
 * last, and for nothing of another; and what it says to be gone is gone at the version at which it was last there, which is
 * before that at which another feed may show it. Costs memory only where feeds share something.
 *
 * <p>Not thread-safe.
 */
final class Shown {

    private final List<Feed> feeds;
    private final Map<Feed, Map<ObjectRef, Feed>> byFirstSibling = new HashMap<>();
    private final Set<Feed> listed = new HashSet<>();

    /** @param feeds all that the cluster has */
    Shown(List<Feed> feeds) {
        this.feeds = List.copyOf(feeds);
    }

    /** Remembers who shows an object, unless something newer is known of it. */
    void present(Sighting.Present present, Batch batch) {
        ObjectRef ref = present.projection().ref();
        List<Feed> siblings = siblings(present.feed());
        if (siblings.size() > 1
                && !batch.isOutdated(present.kind(), ref, present.projection().version())) {
            byFirstSibling
                    .computeIfAbsent(siblings.getFirst(), first -> new HashMap<>())
                    .put(ref, present.feed());
        }
    }

    /** The end of a complete list: what it speaks for and does not show is gone. */
    void listed(Sighting.Listed list, String cluster, Batch batch) {
        Feed feed = list.feed();
        listed.add(feed);
        boolean alone = siblings(feed).size() == 1;
        batch.listed(
                cluster,
                (kind, ref) -> speaksFor(feed, kind, ref),
                list.seen(),
                list.version(),
                last -> alone ? list.version() : last);
        Map<ObjectRef, Feed> shown = byFirstSibling.getOrDefault(siblings(feed).getFirst(), Map.of());
        shown.entrySet()
                .removeIf(entry -> entry.getValue().equals(feed) && !list.seen().contains(entry.getKey()));
    }

    /** What no feed has shown since the watch began is gone as soon as all that could have shown it have been listed. */
    boolean speaksFor(Feed feed, Kind kind, ObjectRef ref) {
        if (!feed.covers(kind, ref)) {
            return false;
        }
        List<Feed> siblings = siblings(feed);
        Feed last = byFirstSibling.getOrDefault(siblings.getFirst(), Map.of()).get(ref);
        return last == null ? listed.containsAll(siblings) : last.equals(feed);
    }

    /** Feeds of the same kind and namespace, itself among them. */
    private List<Feed> siblings(Feed feed) {
        return feeds.stream()
                .filter(other -> other.kind() == feed.kind()
                        && other.scope().equals(feed.scope())
                        && other.kubeconfigs() == feed.kubeconfigs())
                .toList();
    }
}
