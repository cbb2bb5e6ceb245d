package io.credstream.ingest.watch;

import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus.Budget;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.Claim;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the watch of a cluster found out, in the order in which it did. Sealed: whoever keeps the books of a cluster has to
 * deal with all of it.
 */
public sealed interface Sighting {

    /**
     * An object that counts.
     *
     * @param feed that shows it
     * @param digest of the projection, without version and cause
     * @param bytes of the record that it makes, about
     */
    record Present(Feed feed, Versioned projection, String digest, int bytes) implements Sighting {

        /** Of the object. */
        public Kind kind() {
            return feed.kind();
        }
    }

    /** An object that is gone, or no longer counts. */
    record Absent(Kind kind, ObjectRef ref, Version version, Cause cause) implements Sighting {}

    /** A Secret that says that it is the kubeconfig of a runtime. */
    record Claimed(Claim claim, Version version) implements Sighting {}

    /** A Secret that said so is gone, or says so no longer. */
    record Withdrawn(ObjectRef secret, Version version, Cause cause) implements Sighting {}

    /**
     * The end of a complete list.
     *
     * @param seen every object in it that counts; whatever else the feed covers is gone
     * @param leftOut objects in it beyond the number that is taken, of which there was no sighting
     * @param nameless objects in it that are too large to tell which they are; then nothing can be said to be gone
     */
    record Listed(Feed feed, Version version, Set<ObjectRef> seen, long leftOut, long nameless) implements Sighting {
        public Listed {
            seen = Set.copyOf(seen);
        }
    }

    /**
     * An object that is larger than what is taken. If it was known, it stays known as it was.
     *
     * @param ref which it is, if its beginning says so
     * @param object what its beginning says of its name
     */
    record TooLarge(
            Feed feed, @Nullable ObjectRef ref, @Nullable String object, Version version, Cause cause)
            implements Sighting {}

    /** How much of a budget the largest of something uses: since the last list, or up to now in this one. */
    record Used(Feed feed, Budget budget, long used, long limit) implements Sighting {}

    /** Nothing changed up to this version. */
    record Bookmark(Feed feed, Version version) implements Sighting {}

    /**
     * Something without the metadata that every object has.
     *
     * @param object as far as it can be told
     */
    record Malformed(@Nullable String object, Cause cause) implements Sighting {}

    /** The cluster told who it is; each is absent where it did not. */
    record Identified(@Nullable String systemUid, @Nullable String kubernetesVersion) implements Sighting {}

    /** Versions went backwards: what follows is of a new incarnation, and everything has to be listed again. */
    record Restarted(long incarnation) implements Sighting {}

    /** A feed has lost its place: what changed since can only be told by a list. */
    record Lost(Feed feed, Instant at) implements Sighting {}

    /** A feed is being followed, without trouble. */
    record Following(Feed feed) implements Sighting {}

    /** A feed cannot be followed, for now. */
    record Troubled(Feed feed, Trouble trouble) implements Sighting {}

    /** Events may have been missed. */
    record Missed(Feed feed, Instant from, Instant to, Condition reason) implements Sighting {}

    /** Whether the cluster's clock differs from ours by more than a minute. */
    record Skewed(boolean skewed) implements Sighting {}
}
