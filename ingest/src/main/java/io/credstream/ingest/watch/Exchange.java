package io.credstream.ingest.watch;

import io.credstream.kube.Trouble;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, chunk by chunk, over the shared asynchronous HTTP stack.
 *
 * <p>The next chunk is asked for when the one before has been taken, so a reader that is slow, or is made to wait, slows the
 * server down and fills no memory. An exchange that waits holds a queue and nothing else.
 */
final class Exchange implements AutoCloseable {

    private static final int CHUNKS_AHEAD = 2;

    /** What arrives. */
    private sealed interface Arrival {
        record Chunk(ByteBuffer bytes) implements Arrival {}

        record End() implements Arrival {}

        record Break(Throwable cause) implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals;
    private final HttpResponse<AsyncBody> response;
    private volatile boolean ended;

    private Exchange(HttpResponse<AsyncBody> response, BlockingQueue<Arrival> arrivals, Runnable arrived) {
        this.response = response;
        this.arrivals = arrivals;
        var unused = response.body().done().whenComplete((done, broken) -> {
            arrivals.add(broken == null ? new Arrival.End() : new Arrival.Break(broken));
            arrived.run();
        });
        for (int i = 0; i < CHUNKS_AHEAD; i++) {
            response.body().consume();
        }
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @param patience how long to wait for it
     * @param arrived told whenever there may be something for {@link #poll}
     */
    static Exchange send(HttpClient http, HttpRequest request, Duration patience, Runnable arrived)
            throws ApiFailure, InterruptedException {
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        CompletableFuture<HttpResponse<AsyncBody>> answer = begin(http, request, arrivals, arrived);
        try {
            return new Exchange(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS), arrivals, arrived);
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiFailure.Unanswered(new Failure.Broken(Trouble.of(e)));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private static CompletableFuture<HttpResponse<AsyncBody>> begin(
            HttpClient http, HttpRequest request, BlockingQueue<Arrival> arrivals, Runnable arrived) throws ApiFailure {
        try {
            return http.consumeBytes(request, (buffers, body) -> {
                arrivals.add(chunk(buffers));
                arrived.run();
            });
        } catch (RuntimeException e) { // another feed has just had the client renewed, or a library likes something not
            throw broken(e);
        }
    }

    int status() {
        return response.code();
    }

    @Nullable
    String header(String name) {
        return response.header(name);
    }

    /** The next chunk of the body, {@code null} at its end; fails as {@link Failure.Silent} if none comes for so long. */
    byte @Nullable [] next(Duration patience) throws ApiFailure, InterruptedException {
        if (ended) {
            return null;
        }
        Arrival arrival = arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (arrival == null) {
            throw new ApiFailure(new Failure.Silent());
        }
        return take(arrival);
    }

    /** As {@link #next}, of what has arrived already; {@code null} too if that is nothing. */
    byte @Nullable [] poll() throws ApiFailure {
        Arrival arrival = ended ? null : arrivals.poll();
        return arrival == null ? null : take(arrival);
    }

    /** Whether the body was read to its end. */
    boolean hasEnded() {
        return ended;
    }

    private byte @Nullable [] take(Arrival arrival) throws ApiFailure {
        return switch (arrival) {
            case Arrival.Chunk chunk -> {
                response.body().consume();
                yield chunk.bytes().array();
            }
            case Arrival.End ignored -> {
                ended = true;
                yield null;
            }
            case Arrival.Break broken -> throw broken(broken.cause());
        };
    }

    /** Gives the connection up unless the answer was read to its end. */
    @Override
    public void close() {
        if (!ended) {
            response.body().cancel();
        }
    }

    private static Arrival chunk(List<ByteBuffer> buffers) {
        ByteBuffer bytes = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(bytes::put);
        return new Arrival.Chunk(bytes);
    }

    private static ApiFailure broken(Throwable cause) {
        return new ApiFailure(new Failure.Broken(Trouble.of(cause)));
    }
}
