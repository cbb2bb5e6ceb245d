package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of a cluster's API that is needed to follow it. Blocks its caller, which is cheap on a virtual thread, and can be
 * interrupted; an open watch blocks nobody.
 */
interface Api {

    /**
     * One page of a consistent list.
     *
     * @param next of the page before; absent for the first
     * @param items gets each object as it arrives, and keeps none: a page can be larger than what memory there is
     */
    Page list(Feed feed, @Nullable String next, int limit, Items items) throws ApiFailure, InterruptedException;

    /**
     * Changes after a version, until the server ends it after {@code lifetime}.
     *
     * @param arrived told that there may be something to take, by a thread that must not be held up
     */
    Events watch(Feed feed, String version, Duration lifetime, Runnable arrived)
            throws ApiFailure, InterruptedException;

    /** Who the cluster is, as far as it tells. */
    Sighting.Identified identity() throws ApiFailure, InterruptedException;

    /** Gets the objects of a list. */
    @FunctionalInterface
    interface Items {
        void take(Item item) throws ApiFailure;
    }

    /** One object, or as much of it as is taken. */
    sealed interface Item {

        /** How long it is. */
        long bytes();

        record Whole(JsonNode object, long bytes) implements Item {}

        /**
         * One beyond the budget.
         *
         * @param head what can be read of it in its beginning: the fields before it was cut off
         */
        record TooLarge(JsonNode head, long bytes) implements Item {}
    }

    /**
     * The end of a page.
     *
     * @param version of the list, the same for all its pages
     * @param next for the following page; absent at the last
     * @param bytes of the page
     */
    record Page(String version, @Nullable String next, long bytes) {}

    /** An open watch. */
    interface Events extends AutoCloseable {

        /** What has arrived, one after the other; waits for nothing but memory. */
        Taken take() throws ApiFailure;

        @Override
        void close();
    }

    /** What there was to take. */
    sealed interface Taken {

        record Event(Item event) implements Taken {}

        /** Nothing yet. */
        record Nothing() implements Taken {}

        /** The server ended the watch. */
        record End() implements Taken {}
    }
}
