package io.credstream.hostile;

import io.credstream.sandbox.api.EmbeddedCluster;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a hostile server answers instead of what an API server would. */
@FunctionalInterface
interface Attack {

    /** Well-behaved. */
    Attack NONE = (request, honest) -> null;

    /** An answer, however it is sent. */
    @FunctionalInterface
    interface Answer {
        void send(Wire wire) throws IOException;
    }

    /**
     * The answer to a request; none if it gets the one that an API server gives.
     *
     * @param honest the cluster as it would be seen
     */
    @Nullable
    Answer on(Request request, EmbeddedCluster honest);

    /** To some requests, and always the same. */
    static Attack on(Predicate<Request> requests, Answer answer) {
        return (request, honest) -> requests.test(request) ? answer : null;
    }

    /** To whoever reads: every list and watch, whatever of. */
    static Attack onReads(Answer answer) {
        return on(Request::isGet, answer);
    }

    static Attack onLists(String plural, Answer answer) {
        return on(request -> request.isList(plural), answer);
    }

    static Attack onWatches(String plural, Answer answer) {
        return on(request -> request.isWatch(plural), answer);
    }

    static Attack onPatches(Answer answer) {
        return on(Request::isPatch, answer);
    }
}
