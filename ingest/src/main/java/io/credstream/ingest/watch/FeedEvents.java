package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Version;

/** Makes sightings of the events of a feed, and keeps its position. What is behind an event that is too large is followed all the same. */
final class FeedEvents {

    private final Feed feed;
    private final FeedContext context;
    private final Pace pace;
    private final FeedIncarnation incarnation;

    FeedEvents(Feed feed, FeedContext context, Pace pace, FeedIncarnation incarnation) {
        this.feed = feed;
        this.context = context;
        this.pace = pace;
        this.incarnation = incarnation;
    }

    void take(Api.Item event) throws ApiFailure, InterruptedException {
        switch (event) {
            case Api.Item.Whole(JsonNode whole, long bytes) -> whole(WatchEvent.of(whole));
            case Api.Item.TooLarge(JsonNode head, long bytes) -> tooLarge(head);
        }
    }

    private void whole(WatchEvent event) throws ApiFailure, InterruptedException {
        incarnation.requireCurrent();
        for (Sighting sighting : context.projector().watched(feed, event, incarnation.number())) {
            context.sightings().put(sighting);
        }
        event.version().ifPresent(this::advance);
        context.meters().event(feed.kind(), event);
    }

    private void tooLarge(JsonNode head) throws ApiFailure, InterruptedException {
        incarnation.requireCurrent();
        context.sightings().put(context.projector().tooLarge(feed, head, incarnation.number()));
        String version = WatchedObject.version(head.path("object"));
        if (WatchedObject.isVersion(version)) {
            advance(version);
        }
    }

    private void advance(String version) {
        context.era().saw(feed.kind(), new Version(incarnation.number(), version));
        pace.advanced(version);
    }
}
