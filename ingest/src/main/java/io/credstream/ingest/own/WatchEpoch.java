package io.credstream.ingest.own;

import io.credstream.ingest.watch.Feed;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The epoch of one cluster's watch; see {@link Epoch}. It begins when the watch does, and again when a feed of templates or Secrets has
 * lost its place; what is lost of Manifests alone makes nothing that they are decided from older than them.
 *
 * <p>Nothing is current before it has been committed: who reads that it is must find it.
 *
 * <p>Not thread-safe.
 */
final class WatchEpoch {

    private final List<Feed> feeds;
    private final Set<Feed> current = new HashSet<>();
    private final Set<Feed> uncommitted = new HashSet<>();
    private Instant begun;
    private @Nullable Instant bindable;
    private @Nullable Instant heard;
    private boolean named;

    /** @param before the last one that was written, whoever watched */
    WatchEpoch(List<Feed> feeds, @Nullable Epoch before, Instant now) {
        this.feeds = feeds;
        this.begun = before == null ? now : after(before.begun(), now);
        this.bindable = before == null ? null : before.bindable();
        this.heard = before == null ? null : before.heard();
    }

    /** When it began. */
    Instant begun() {
        return begun;
    }

    /** A record names it; so its beginning has to be known to successors, whatever their clocks say. */
    void named() {
        named = true;
    }

    /** Whether a record names it. */
    boolean isNamed() {
        return named;
    }

    /** Whether a record names it, and the status as written does not. */
    boolean isUnknownTo(@Nullable Epoch written) {
        return named && (written == null || !written.begun().equals(begun));
    }

    /** Of an epoch of the control plane, by whoever watches its runtime; see {@link Epoch#heard}. */
    void heard(Instant epochOfControlPlane) {
        heard = epochOfControlPlane;
    }

    /** Begins after another one of the same cluster, written or not. */
    void follow(WatchEpoch before) {
        begin(before.begun);
    }

    /** A complete list of a feed is in the batch. */
    void listed(Feed feed) {
        uncommitted.add(feed);
    }

    /** A feed has lost its place: only a list can tell what there is. */
    void lost(Feed feed, Instant at) {
        boolean listed = uncommitted.remove(feed);
        boolean known = current.remove(feed) || listed;
        if (known && feed.kind() != Kind.MANIFEST) {
            begin(after(begun, at));
        }
    }

    /** Everything is another one. */
    void restart() {
        current.clear();
        uncommitted.clear();
        begin(begun.plusMillis(1));
    }

    /** Whether something was listed in a batch that is not committed yet. */
    boolean isUncommitted() {
        return !uncommitted.isEmpty();
    }

    /** The batch was committed. */
    void committed() {
        current.addAll(uncommitted);
        uncommitted.clear();
        if (isCurrent(feed -> feed.kind() != Kind.MANIFEST)) {
            bindable = begun;
        }
    }

    /** @param credentials the end of what was committed of them; so for templates */
    Epoch epoch(long credentials, long templates) {
        return new Epoch(
                begun,
                bindable,
                feeds.stream()
                        .map(Feed::kind)
                        .distinct()
                        .filter(kind -> isCurrent(feed -> feed.kind() == kind))
                        .sorted()
                        .toList(),
                credentials,
                templates,
                heard);
    }

    private boolean isCurrent(Predicate<Feed> which) {
        return feeds.stream().filter(which).allMatch(current::contains);
    }

    private void begin(Instant at) {
        begun = after(begun, at);
        named = false;
    }

    private static Instant after(Instant before, Instant now) {
        return now.isAfter(before) ? now : before.plusMillis(1);
    }
}
