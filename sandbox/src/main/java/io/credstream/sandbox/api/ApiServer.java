package io.credstream.sandbox.api;

import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ResourceKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of one cluster: from a request, through faults and authorization, to an answer or a watch. */
final class ApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String ANONYMOUS = "system:anonymous";
    private static final Set<String> PUBLIC = Set.of("version", "healthz", "livez", "readyz");

    private final Vertx vertx;
    private final InstantSource clock;
    private final Catalog catalog;
    private final Operations operations;
    private final Watches watches;
    private final Access access;
    private final Faults faults;
    private final RequestCounts counts;
    private final AuditLog audit;
    private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    ApiServer(
            Vertx vertx,
            InstantSource clock,
            Catalog catalog,
            Operations operations,
            Watches watches,
            Access access,
            Faults faults,
            RequestCounts counts,
            AuditLog audit) {
        this.vertx = vertx;
        this.clock = clock;
        this.catalog = catalog;
        this.operations = operations;
        this.watches = watches;
        this.access = access;
        this.faults = faults;
        this.counts = counts;
        this.audit = audit;
    }

    /** A request for objects on its way through the server. */
    private record Call(Exchange exchange, Target target, Verb verb, ApiRequest request, boolean authenticated) {}

    void handle(HttpServerRequest http, List<String> path) {
        if (down) {
            http.connection().close();
            return;
        }
        http.pause();
        track(http);
        var exchange = new Exchange(http, clock.instant());
        guarded(exchange, () -> dispatch(exchange, path));
    }

    private void track(HttpServerRequest http) {
        open.add(http);
        http.response().endHandler(ended -> open.remove(http));
        http.connection().closeHandler(closed -> open.remove(http));
    }

    private void dispatch(Exchange exchange, List<String> path) {
        var user = access.userOf(exchange.http().getHeader("Authorization"));
        var target = Target.parse(path);
        if (target == null) {
            exchange.http().resume();
            answerMeta(exchange, path, user.isPresent());
            return;
        }
        var verb = Verb.of(exchange.http(), target);
        var request = target.request(verb.toString(), user.orElse(ANONYMOUS));
        counts.count(request);
        var call = new Call(exchange, target, verb, request, user.isPresent());
        var struck = faults.striking(request);
        var delay = delay(struck);
        if (delay.isZero()) {
            proceed(call, struck);
        } else {
            vertx.setTimer(Math.max(1, delay.toMillis()), due -> guarded(exchange, () -> proceed(call, struck)));
        }
    }

    private static Duration delay(List<Fault> struck) {
        var delay = Duration.ZERO;
        for (var fault : struck) {
            if (fault instanceof Fault.Delay later) {
                delay = delay.plus(later.by());
            }
        }
        return delay;
    }

    private void answerMeta(Exchange exchange, List<String> path, boolean authenticated) {
        if (!authenticated && !PUBLIC.contains(path.getFirst())) {
            throw KubeStatus.unauthorized();
        }
        var discovery = catalog.discovery(path);
        if (discovery != null) {
            exchange.answer(200, discovery);
        } else if (PUBLIC.contains(path.getFirst())) {
            exchange.answerOk();
        } else {
            exchange.answerUnknownPath();
        }
    }

    private void proceed(Call call, List<Fault> struck) {
        for (var fault : struck) {
            switch (fault) {
                case Fault.Delay over -> {}
                case Fault.LostAnswer lost -> call.exchange().loseAnswer();
                case Fault.Disconnect cut -> {
                    call.exchange().disconnect();
                    return;
                }
                case Fault.Answer(int status, Optional<Duration> retryAfter) -> {
                    call.exchange().http().resume();
                    call.exchange().answer(KubeStatus.injected(status), retryAfter);
                    return;
                }
            }
        }
        authorize(call);
        serve(call);
    }

    private void authorize(Call call) {
        if (!call.authenticated()) {
            throw KubeStatus.unauthorized();
        }
        var request = impersonated(call);
        if (!access.allows(request)) {
            throw request.forbidden();
        }
    }

    /** {@return the request as the user that it is made for, if its sender may make it for them} */
    private ApiRequest impersonated(Call call) {
        var user = call.exchange().header("Impersonate-User");
        if (user.isEmpty()) {
            return call.request();
        }
        var account = user.split(":", -1);
        boolean isAccount = user.startsWith("system:serviceaccount:") && account.length == 4;
        var impersonation = new ApiRequest(
                "impersonate",
                "",
                isAccount ? "serviceaccounts" : "users",
                "",
                isAccount ? account[2] : "",
                isAccount ? account[3] : user,
                call.request().user());
        if (!access.allows(impersonation)) {
            throw impersonation.forbidden();
        }
        return call.target().request(call.verb().toString(), user);
    }

    private void serve(Call call) {
        var target = call.target();
        var kind = catalog.find(target.group(), target.version(), target.plural());
        if (kind == null || !isServed(kind, target)) {
            call.exchange().http().resume();
            call.exchange().answerUnknownPath();
        } else if (call.verb() == Verb.WATCH) {
            watches.open(kind, target, call.exchange(), vertx.getOrCreateContext());
        } else {
            var http = call.exchange().http();
            http.body()
                    .onSuccess(body -> guarded(call.exchange(), () -> {
                        var answer = operations.perform(call.verb(), kind, target, call.exchange(), body.getBytes());
                        audit.add(call.request(), body.getBytes(), answer.body());
                        call.exchange().answer(answer.status(), answer.body());
                    }))
                    .onFailure(gone -> open.remove(http));
            http.resume();
        }
    }

    private static boolean isServed(ResourceKind kind, Target target) {
        boolean known =
                target.subresource().isEmpty() || (target.subresource().equals("status") && kind.statusSubresource());
        return known && (kind.namespaced() || target.namespace().isEmpty());
    }

    private void guarded(Exchange exchange, Runnable work) {
        try {
            work.run();
        } catch (KubeStatusException refusal) {
            exchange.http().resume();
            exchange.answer(refusal, Optional.empty());
        } catch (RuntimeException | Error bug) {
            LOG.atError().setCause(bug).log("Embedded API server failed to handle a request");
            exchange.http().resume();
            exchange.answer(KubeStatus.injected(500), Optional.empty());
        }
    }

    void takeDown() {
        down = true;
        cut();
    }

    void bringUp() {
        down = false;
    }

    /** Closes the connection of everything that is under way. */
    void cut() {
        open.forEach(http -> http.connection().close());
    }
}
