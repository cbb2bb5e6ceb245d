package io.credstream.kube;

import io.credstream.model.ClusterStatus.Condition;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The API of one cluster as plain HTTP: where it is, whom to trust and who we are, and none of a client's models and registries,
 * which are most of what a client holds. Closing it closes its connections.
 */
public final class HttpAccess implements AutoCloseable {

    private final HttpClient http;
    private final String base;
    private final Duration timeout;

    /**
     * @param timeout of what is read at once
     */
    HttpAccess(HttpClient http, String server, Duration timeout) {
        this.http = http;
        this.base = server.endsWith("/") ? server : server + "/";
        this.timeout = timeout;
    }

    public HttpClient http() {
        return http;
    }

    /** A request that reads what is at a path, given without a slash in front. */
    public HttpRequest get(String pathAndQuery) {
        return http.newHttpRequestBuilder()
                .uri(base + pathAndQuery)
                .header("Accept", "application/json")
                .build();
    }

    /**
     * Reads a whole answer, and never more of it than a limit. Blocks, within the time that a request may take.
     *
     * @throws Unanswered if there is no answer, in time, within the limit
     */
    public Answer read(String pathAndQuery, int maxBytes) throws Unanswered, InterruptedException {
        BoundedBody body = new BoundedBody(maxBytes);
        CompletableFuture<HttpResponse<AsyncBody>> begun = begin(pathAndQuery, body);
        CompletableFuture<Answer> answer = begun.thenCompose(response -> {
            response.body().consume();
            return response.body().done().thenApply(done -> new Answer(response.code(), body.bytes()));
        });
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Unanswered(body.isOverLimit() ? tooLarge(maxBytes) : Trouble.of(e));
        } catch (TimeoutException e) {
            cancel(begun);
            throw new Unanswered(Trouble.of(e));
        } catch (InterruptedException e) {
            cancel(begun);
            throw e;
        }
    }

    private CompletableFuture<HttpResponse<AsyncBody>> begin(String pathAndQuery, BoundedBody body) throws Unanswered {
        try {
            return http.consumeBytes(get(pathAndQuery), body);
        } catch (RuntimeException e) { // closed meanwhile, or something that nobody expected
            throw new Unanswered(Trouble.of(e));
        }
    }

    private static void cancel(CompletableFuture<HttpResponse<AsyncBody>> begun) {
        var unused = begun.thenAccept(response -> response.body().cancel());
        begun.cancel(true);
    }

    private static Trouble tooLarge(int maxBytes) {
        return new Trouble(
                Condition.UNREACHABLE,
                "answer",
                "look at what answers for it: more than " + maxBytes + " bytes where a Kubernetes API sends less");
    }

    @Override
    public void close() {
        http.close();
    }

    /**
     * What a server said.
     *
     * @param body whole; may hold a Secret
     */
    @SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
    public record Answer(int status, byte[] body) {
        @Override
        public String toString() {
            return Integer.toString(status);
        }
    }

    /** No answer that can be used, and why; without the words of a library, and without a stack trace: it is an answer too. */
    public static final class Unanswered extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Trouble trouble;

        Unanswered(Trouble trouble) {
            super(trouble.reason(), null, false, false);
            this.trouble = trouble;
        }

        public Trouble trouble() {
            return trouble;
        }
    }
}
