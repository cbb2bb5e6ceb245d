package io.credstream.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open watch: a position in the cluster's history, and the way to whoever follows it.
 *
 * <p>It holds no events. A write only wakes it, and it then reads from the history what came after its position, as far
 * as the client takes it; a client too slow for the history is told that its version is gone. So thousands of watches
 * cost neither threads nor queues. A position of the future reads nothing, and gets no bookmarks, until the cluster has
 * come as far. Everything but {@link #wake} and {@link #stall} happens on one event loop.
 */
final class Watch {

    /** What a client asked for. */
    record Request(
            Rendering rendering, Selection selection, boolean bookmarks, Duration lifetime, Duration bookmarkEvery) {}

    private static final int BATCH = 64;

    private final Request request;
    private final Store store;
    private final WatchOutput output;
    private final Context context;
    private final Consumer<Watch> onEnd;
    private final Runnable waker = this::wake;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final List<Long> timers = new ArrayList<>();
    private BigInteger position;
    private volatile boolean stalled;
    private boolean ended;

    /** @param onEnd called once, when the watch has ended for whatever reason */
    Watch(
            Request request,
            Store store,
            BigInteger position,
            WatchOutput output,
            Context context,
            Consumer<Watch> onEnd) {
        this.request = request;
        this.store = store;
        this.position = position;
        this.output = output;
        this.context = context;
        this.onEnd = onEnd;
    }

    /** Begins with some objects as if they had just been added, then follows the history. */
    void start(@Nullable Initial initial) {
        output.onClose(this::ended);
        store.listen(waker);
        if (initial != null) {
            initial.objects()
                    .forEach(object -> send("ADDED", request.rendering().object(object)));
            if (initial.announceEnd()) {
                send("BOOKMARK", request.rendering().bookmark(position, true));
            }
        }
        if (request.bookmarks()) {
            timers.add(context.owner()
                    .setPeriodic(Math.max(1, request.bookmarkEvery().toMillis()), due -> bookmark()));
        }
        timers.add(context.owner().setTimer(Math.max(1, request.lifetime().toMillis()), due -> expire()));
        wake();
    }

    /** What a watch without a version to start from shows first. */
    record Initial(List<ObjectNode> objects, boolean announceEnd) {}

    /** Lets the watch look for news soon. Any thread, any lock. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            context.runOnContext(now -> follow());
        }
    }

    /** Keeps the connection open and sends nothing on it, or goes on from there. */
    void stall(boolean silent) {
        stalled = silent;
        wake();
    }

    private void follow() {
        awake.set(false);
        while (!ended && !stalled) {
            if (output.stream().writeQueueFull()) {
                output.stream().drainHandler(drained -> wake());
                return;
            }
            var batch = store.after(position, BATCH);
            if (batch.expired()) {
                send(
                        "ERROR",
                        KubeStatus.expired("too old resource version: " + position)
                                .status());
                end();
            } else if (batch.changes().isEmpty()) {
                position = position.max(batch.version());
                return;
            } else {
                batch.changes().forEach(this::show);
            }
        }
    }

    private void show(Change change) {
        position = change.version();
        if (!change.kind().equals(request.rendering().kind())) {
            return;
        }
        var before = selected(change.before());
        var after = selected(change.after());
        if (after != null) {
            send(before == null ? "ADDED" : "MODIFIED", request.rendering().object(after));
        } else if (before != null) {
            send("DELETED", request.rendering().objectAt(before, change.version()));
        }
    }

    private @Nullable ObjectNode selected(@Nullable ObjectNode object) {
        return object != null && request.selection().matches(object) ? object : null;
    }

    private void bookmark() {
        follow();
        if (!ended && !stalled && !output.stream().writeQueueFull() && position.compareTo(store.version()) <= 0) {
            send("BOOKMARK", request.rendering().bookmark(position, false));
        }
    }

    private void expire() {
        if (stalled) {
            return;
        }
        if (request.bookmarks()) {
            bookmark();
        }
        if (!ended) {
            end();
        }
    }

    private void send(String type, JsonNode object) {
        output.send(Json.object().put("type", type).set("object", object));
    }

    private void end() {
        ended();
        output.end();
    }

    boolean follows(ResourceKind kind) {
        return request.rendering().kind().equals(kind);
    }

    /** Ends the watch from outside its event loop. */
    void endSoon() {
        context.runOnContext(now -> {
            if (!ended) {
                end();
            }
        });
    }

    private void ended() {
        if (!ended) {
            ended = true;
            store.unlisten(waker);
            timers.forEach(context.owner()::cancelTimer);
            onEnd.accept(this);
        }
    }
}
