package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.Claim;
import io.credstream.projection.Observed;
import io.credstream.projection.Projection;
import java.util.List;
import java.util.Optional;

/** Turns what a cluster shows into sightings; the object itself, and whatever secret is in it, goes no further. */
final class Projector {

    private static final int SMALL = 1_024;

    private final Cluster cluster;
    private final Projection projection;
    private final Sightings known;

    Projector(Cluster cluster, Projection projection, Sightings known) {
        this.cluster = cluster;
        this.projection = projection;
        this.known = known;
    }

    Cluster cluster() {
        return cluster;
    }

    /** An item of a list, whose version may be known only when its page has been read. */
    sealed interface Projected {

        /** As observed at the version of the list: it is what was there then, whenever it was written. */
        default Optional<Sighting> at(Version version) {
            return switch (this) {
                case Counts(Feed feed, Versioned object, Digest digest) ->
                    Optional.of(new Sighting.Present(
                            feed,
                            object.observedAt(version, seen(object.ref().cluster(), feed.kind(), version)),
                            digest.hex(),
                            digest.bytes()));
                case Claims(Claim claim) -> {
                    ObjectRef secret = claim.secret();
                    Cause cause = seen(secret.cluster(), Kind.SECRET, version);
                    yield Optional.of(
                            new Sighting.Claimed(new Claim(secret, claim.kyma(), claim.revisions(), cause), version));
                }
                case Ignored ignored -> Optional.empty();
                case Broken(String cluster, Kind kind, String object) ->
                    Optional.of(new Sighting.Malformed(object, seen(cluster, kind, version)));
                case Large(String cluster, Feed feed, Optional<ObjectRef> ref, String object) ->
                    Optional.of(new Sighting.TooLarge(
                            feed, ref.orElse(null), object, version, seen(cluster, feed.kind(), version)));
            };
        }

        /** Which object the list shows, if it counts. */
        default Optional<ObjectRef> ref() {
            return switch (this) {
                case Counts counts -> Optional.of(counts.projection().ref());
                case Claims claims -> Optional.of(claims.claim().secret());
                case Large large -> large.named();
                case Ignored ignored -> Optional.empty();
                case Broken broken -> Optional.empty();
            };
        }

        /** How much memory it takes until it is handed over, about. */
        default int bytes() {
            return switch (this) {
                case Counts counts -> counts.digest().bytes();
                case Ignored ignored -> 0;
                case Claims claims -> SMALL;
                case Broken broken -> SMALL;
                case Large large -> SMALL;
            };
        }
    }

    private record Counts(Feed feed, Versioned projection, Digest digest) implements Projected {}

    private record Claims(Claim claim) implements Projected {}

    private record Ignored() implements Projected {}

    private record Broken(String cluster, Kind kind, String object) implements Projected {}

    private record Large(String cluster, Feed feed, Optional<ObjectRef> named, String object) implements Projected {}

    private static Cause seen(String cluster, Kind kind, Version version) {
        return new Cause.Observation(cluster, kind, version.resourceVersion());
    }

    /** An object that is too large, from its beginning. */
    Projected tooLarge(Feed feed, JsonNode head) {
        return new Large(
                cluster.id(), feed, observed(feed.kind(), head, Version.NONE).ref(), WatchedObject.describe(head));
    }

    /** An event that is too large, from its beginning: a deletion says enough there, anything else does not. */
    Sighting tooLarge(Feed feed, JsonNode head, long incarnation) {
        JsonNode object = head.path("object");
        String text = WatchedObject.version(object);
        Version version = new Version(incarnation, WatchedObject.isVersion(text) ? text : "0");
        Observed observed = observed(feed.kind(), object, version);
        return head.path("type").asText("").equals("DELETED") && observed.ref().isPresent()
                ? gone(feed, new WatchEvent.Deleted(object), observed)
                : tooLarge(feed, object).at(version).orElseThrow();
    }

    Projected listed(Feed feed, JsonNode object) {
        Kind kind = feed.kind();
        Observed observed = observed(kind, object, Version.NONE);
        if (isMalformed(observed)) {
            return new Broken(cluster.id(), kind, WatchedObject.describe(object));
        }
        if (feed.kubeconfigs()) {
            return projection.claim(observed).<Projected>map(Claims::new).orElseGet(Ignored::new);
        }
        Optional<? extends Versioned> projected = project(kind, observed);
        return projected.isPresent() ? new Counts(feed, projected.get(), Digest.of(projected.get())) : new Ignored();
    }

    List<Sighting> watched(Feed feed, WatchEvent event, long incarnation) {
        Kind kind = feed.kind();
        String resourceVersion = event.version().orElse(null);
        if (resourceVersion == null) {
            return List.of(malformed(kind, event, "0"));
        }
        Version version = new Version(incarnation, resourceVersion);
        return switch (event) {
            case WatchEvent.Bookmark ignored -> List.of(new Sighting.Bookmark(feed, version));
            case WatchEvent.Deleted deleted -> List.of(gone(feed, event, observed(kind, deleted.object(), version)));
            case WatchEvent.Changed changed -> List.of(changed(feed, event, observed(kind, changed.object(), version)));
        };
    }

    private Sighting changed(Feed feed, WatchEvent event, Observed observed) {
        Kind kind = feed.kind();
        if (isMalformed(observed)) {
            return malformed(kind, event, observed.version().resourceVersion());
        }
        if (feed.kubeconfigs()) {
            Optional<Claim> claim = projection.claim(observed);
            return claim.isPresent()
                    ? new Sighting.Claimed(claim.get(), observed.version())
                    : gone(feed, event, observed);
        }
        Optional<? extends Versioned> projected = project(kind, observed);
        if (projected.isEmpty()) {
            return gone(feed, event, observed);
        }
        Digest digest = Digest.of(projected.get());
        return new Sighting.Present(feed, projected.get(), digest.hex(), digest.bytes());
    }

    private Sighting gone(Feed feed, WatchEvent event, Observed observed) {
        ObjectRef ref = observed.ref().orElse(null);
        if (ref == null) {
            return malformed(feed.kind(), event, observed.version().resourceVersion());
        }
        return feed.kubeconfigs()
                ? new Sighting.Withdrawn(ref, observed.version(), observed.cause())
                : new Sighting.Absent(feed.kind(), ref, observed.version(), observed.cause());
    }

    private Optional<? extends Versioned> project(Kind kind, Observed observed) {
        List<RegistryEntry> before = kind == Kind.SECRET
                ? observed.ref().map(ref -> known.registries(kind, ref)).orElse(List.of())
                : List.of();
        return projection.project(kind, observed, before);
    }

    private Observed observed(Kind kind, JsonNode object, Version version) {
        return new Observed(cluster, object, version, seen(cluster.id(), kind, version));
    }

    private Sighting malformed(Kind kind, WatchEvent event, String version) {
        JsonNode object = switch (event) {
            case WatchEvent.Changed changed -> changed.object();
            case WatchEvent.Deleted deleted -> deleted.object();
            case WatchEvent.Bookmark bookmark -> bookmark.object();
        };
        return new Sighting.Malformed(
                WatchedObject.describe(object), new Cause.Observation(cluster.id(), kind, version));
    }

    private static boolean isMalformed(Observed observed) {
        return observed.ref().isEmpty() || observed.uid().isEmpty();
    }
}
