package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Change;
import io.credstream.sandbox.store.Store;
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
 * come as far. Everything but {@link #wake}, {@link #stall} and {@link #endSoon} happens on one event loop.
 */
final class Watch {

    /** What a client asked for. */
    record Request(
            Rendering rendering, Selection selection, boolean bookmarks, Duration lifetime, Duration bookmarkEvery) {}

    /** Where a watch begins: after a version, and with what was there at that version if it began with none. */
    record Start(BigInteger position, @Nullable Initial initial) {}

    /** Objects that are shown as if they had just been added, and whether a bookmark says where they end. */
    record Initial(List<ObjectNode> objects, boolean announceEnd) {}

    private static final int BATCH = 64;

    private final Request request;
    private final Store store;
    private final WatchOutput output;
    private final Context context;
    private final Consumer<Watch> onEnd;
    private final Runnable waker = this::wake;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final List<Long> timers = new ArrayList<>();
    private @Nullable Initial initial;
    private BigInteger position;
    private volatile boolean stalled;
    private boolean overdue;
    private boolean ended;

    /** @param onEnd called once, when the watch has ended for whatever reason */
    Watch(Request request, Store store, Start start, WatchOutput output, Context context, Consumer<Watch> onEnd) {
        this.request = request;
        this.store = store;
        this.initial = start.initial();
        this.position = start.position();
        this.output = output;
        this.context = context;
        this.onEnd = onEnd;
    }

    void start() {
        output.onClose(this::ended);
        store.listen(waker);
        var vertx = context.owner();
        if (request.bookmarks()) {
            timers.add(vertx.setPeriodic(millis(request.bookmarkEvery()), due -> bookmark()));
        }
        timers.add(vertx.setTimer(millis(request.lifetime()), due -> expire()));
        wake();
    }

    private static long millis(Duration duration) {
        return Math.max(1, duration.toMillis());
    }

    /** Lets the watch look for news soon. Any thread, any lock. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                awake.set(false);
                follow();
            });
        }
    }

    /** Keeps the connection open and sends nothing on it, or goes on from there. */
    void stall(boolean silent) {
        stalled = silent;
        wake();
    }

    private void follow() {
        if (!ended && !stalled && initial != null) {
            show(initial);
            initial = null;
        }
        while (!ended && !stalled) {
            if (output.stream().writeQueueFull()) {
                output.stream().drainHandler(drained -> wake());
                return;
            }
            var batch = store.after(position, BATCH);
            if (batch.expired()) {
                var gone = KubeStatus.expired("too old resource version: " + position);
                send("ERROR", gone.status());
                end();
            } else if (batch.changes().isEmpty()) {
                caughtUp(batch.version());
                return;
            } else {
                batch.changes().forEach(this::show);
            }
        }
    }

    private void caughtUp(BigInteger version) {
        position = position.max(version);
        if (overdue) {
            expire();
        }
    }

    private void show(Initial first) {
        first.objects().forEach(object -> send("ADDED", request.rendering().object(object)));
        if (first.announceEnd()) {
            send("BOOKMARK", request.rendering().bookmark(position, true));
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

    /** The end that was asked for. A watch that has fallen silent does not even end, until it goes on. */
    private void expire() {
        overdue = stalled;
        if (stalled) {
            return;
        }
        if (request.bookmarks()) {
            bookmark();
        }
        end();
    }

    private void send(String type, JsonNode object) {
        output.send(Json.object().put("type", type).set("object", object));
    }

    private void end() {
        if (!ended) {
            ended();
            output.end();
        }
    }

    boolean follows(ResourceKind kind) {
        return request.rendering().kind().equals(kind);
    }

    /** Ends the watch from outside its event loop. */
    void endSoon() {
        context.runOnContext(now -> end());
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
