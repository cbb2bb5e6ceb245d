package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** An event of a watch. */
sealed interface WatchEvent {

    record Changed(JsonNode object) implements WatchEvent {}

    record Deleted(JsonNode object) implements WatchEvent {}

    record Bookmark(JsonNode object) implements WatchEvent {}

    /** What can happen. */
    enum Type {
        CHANGED,
        DELETED,
        BOOKMARK
    }

    default Type type() {
        return switch (this) {
            case Changed ignored -> Type.CHANGED;
            case Deleted ignored -> Type.DELETED;
            case Bookmark ignored -> Type.BOOKMARK;
        };
    }

    /** The version up to which everything has been seen now; empty if the object does not say, which no API server does. */
    default Optional<String> version() {
        JsonNode object = switch (this) {
            case Changed changed -> changed.object();
            case Deleted deleted -> deleted.object();
            case Bookmark bookmark -> bookmark.object();
        };
        return Optional.of(WatchedObject.version(object)).filter(WatchedObject::isVersion);
    }

    /** Throws what an {@code ERROR} event says, and for whatever is no event. */
    static WatchEvent of(JsonNode event) throws ApiFailure {
        JsonNode object = event.path("object");
        return switch (event.path("type").asText("")) {
            case "ADDED", "MODIFIED" -> new Changed(object);
            case "DELETED" -> new Deleted(object);
            case "BOOKMARK" -> new Bookmark(object);
            case "ERROR" ->
                throw new ApiFailure(HttpStatus.failure(object.path("code").asInt(500), null));
            default -> throw new ApiFailure(new Failure.Unintelligible());
        };
    }
}
