package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API that gives one prepared answer after the other, and ends the loop that asks when there is none left. */
final class Script implements Api {

    /** What is answered. */
    sealed interface Answer {
        record Listing(String version, @Nullable String next, List<JsonNode> items) implements Answer {}

        /** The watch ends after the events, in the orderly way unless there is a failure. */
        record Watching(List<JsonNode> events, @Nullable Failure failure) implements Answer {}

        /** The watch stays open, and nothing comes. */
        record Silence() implements Answer {}

        record Failing(Failure failure) implements Answer {}
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    void add(Answer... more) {
        answers.addAll(List.of(more));
    }

    List<String> asked() {
        return asked;
    }

    boolean isAtItsEnd() {
        return answers.isEmpty();
    }

    @Override
    public Page list(Feed feed, @Nullable String next, int limit, Items items) throws ApiFailure, InterruptedException {
        asked.add("list " + limit + (next == null ? "" : " " + next));
        if (take() instanceof Answer.Listing listing) {
            for (JsonNode item : listing.items()) {
                items.take(new Item.Whole(item, item.toString().length()));
            }
            return new Page(listing.version(), listing.next(), 1_000);
        }
        throw new AssertionError("the script has no list here");
    }

    @Override
    public Events watch(Feed feed, String version, Duration lifetime, Runnable arrived)
            throws ApiFailure, InterruptedException {
        asked.add("watch " + version);
        return switch (take()) {
            case Answer.Watching(List<JsonNode> events, Failure failure) ->
                new ScriptedEvents(new ArrayDeque<>(events), failure);
            case Answer.Silence ignored -> new SilentEvents();
            case Answer.Listing ignored -> throw new AssertionError("the script has no watch here");
            case Answer.Failing ignored -> throw new AssertionError("a failure is thrown");
        };
    }

    @Override
    public Sighting.Identified identity() {
        return new Sighting.Identified("uid", "v1");
    }

    private Answer take() throws ApiFailure, InterruptedException {
        Answer answer = answers.poll();
        if (answer == null) {
            throw new InterruptedException("the script is at its end");
        }
        if (answer instanceof Answer.Failing failing) {
            throw new ApiFailure(failing.failure());
        }
        return answer;
    }

    private record ScriptedEvents(
            Deque<JsonNode> events, @Nullable Failure failure) implements Events {
        @Override
        public Taken take() throws ApiFailure {
            JsonNode event = events.poll();
            if (event != null) {
                return new Taken.Event(new Item.Whole(event, event.toString().length()));
            }
            if (failure != null) {
                throw new ApiFailure(failure);
            }
            return new Taken.End();
        }

        @Override
        public void close() {}
    }

    private record SilentEvents() implements Events {
        @Override
        public Taken take() {
            return new Taken.Nothing();
        }

        @Override
        public void close() {}
    }
}
