package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatus.Violation;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Store;
import io.vertx.core.Context;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Opens the watches of one cluster, and knows those that are open. */
final class Watches {

    private static final String INITIAL_EVENTS = "sendInitialEvents";

    private final Store store;
    private final Supplier<ClusterSettings> settings;
    private final Set<Watch> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stallNew;

    Watches(Store store, Supplier<ClusterSettings> settings) {
        this.store = store;
        this.settings = settings;
    }

    void open(ResourceKind kind, Target target, Exchange exchange, Context context) {
        var selection = Operations.selection(target, exchange);
        var start = start(kind, selection, exchange);
        var seconds = exchange.number("timeoutSeconds");
        var request = new Watch.Request(
                new Rendering(kind, target.version()),
                selection,
                exchange.flag("allowWatchBookmarks"),
                seconds > 0 ? Duration.ofSeconds(seconds) : settings.get().watchLifetime(),
                settings.get().bookmarkEvery());
        var http = exchange.http();
        if (http.response().closed()) {
            return;
        }
        if (exchange.header("Upgrade").equalsIgnoreCase("websocket")) {
            http.toWebSocket()
                    .onSuccess(socket -> begin(request, start, new WatchOutput.Messages(socket), context))
                    .onFailure(refused -> exchange.disconnect());
            http.resume();
        } else {
            http.resume();
            begin(request, start, WatchOutput.Lines.open(http.response()), context);
        }
    }

    private Watch.Start start(ResourceKind kind, Selection selection, Exchange exchange) {
        var version = exchange.parameter("resourceVersion");
        boolean initialEvents = exchange.flag(INITIAL_EVENTS);
        requireAllowed(kind, initialEvents, exchange);
        if (initialEvents || version.isEmpty() || version.equals("0")) {
            boolean wanted = initialEvents || exchange.parameter(INITIAL_EVENTS).isEmpty();
            return store.exclusively(() -> {
                var view = store.now(kind, null);
                var objects = wanted
                        ? view.objects().values().stream()
                                .filter(selection::matches)
                                .toList()
                        : List.<ObjectNode>of();
                return new Watch.Start(view.version(), new Watch.Initial(objects, initialEvents));
            });
        }
        if (!version.matches("\\d{1,39}")) {
            throw KubeStatus.unreadableVersion(version);
        }
        var position = new BigInteger(version);
        if (settings.get().goneAsStatus() && store.after(position, 0).expired()) {
            throw KubeStatus.expired("too old resource version: " + version);
        }
        return new Watch.Start(position, null);
    }

    private void requireAllowed(ResourceKind kind, boolean initialEvents, Exchange exchange) {
        if (exchange.parameter(INITIAL_EVENTS).isEmpty()) {
            return;
        }
        if (!settings.get().initialEvents()) {
            throw invalid(
                    kind,
                    INITIAL_EVENTS,
                    "FieldValueForbidden",
                    "Forbidden: sendInitialEvents is forbidden for"
                            + " watch unless the WatchList feature gate is enabled");
        }
        if (!exchange.parameter("resourceVersionMatch").equals("NotOlderThan")) {
            throw invalid(
                    kind,
                    "resourceVersionMatch",
                    "FieldValueForbidden",
                    "Forbidden: sendInitialEvents requires" + " setting resourceVersionMatch to NotOlderThan");
        }
        if (initialEvents && !exchange.flag("allowWatchBookmarks")) {
            throw invalid(
                    kind,
                    "allowWatchBookmarks",
                    "FieldValueForbidden",
                    "Forbidden: sendInitialEvents requires" + " bookmarks");
        }
    }

    private static KubeStatusException invalid(ResourceKind kind, String field, String reason, String message) {
        return KubeStatus.invalid(kind, "", List.of(new Violation(reason, field, message)));
    }

    private void begin(Watch.Request request, Watch.Start start, WatchOutput output, Context context) {
        var watch = new Watch(request, store, start, output, context, open::remove);
        open.add(watch);
        if (stallNew) {
            watch.stall(true);
        }
        watch.start();
    }

    int count() {
        return open.size();
    }

    void stall(boolean newOnesToo) {
        stallNew = newOnesToo;
        open.forEach(watch -> watch.stall(true));
    }

    void resume() {
        stallNew = false;
        open.forEach(watch -> watch.stall(false));
    }

    /** Ends those that follow a kind which is no longer served. */
    void end(ResourceKind kind) {
        open.stream().filter(watch -> watch.follows(kind)).forEach(Watch::endSoon);
    }
}
