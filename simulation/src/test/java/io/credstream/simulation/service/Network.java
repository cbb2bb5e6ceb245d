package io.credstream.simulation.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.sandbox.objects.JsonPatch;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.service.DrivenSink.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The requests under way, each of which arrives, is carried out and is answered at times of its own, or is not. */
public final class Network {

    /** Told of writes. */
    public interface Listener {
        void patched(ApiServer cluster, ManifestUpdate update, ObjectNode before, ObjectNode after);
    }

    private record Request(ManifestUpdate update, String patch, CompletableFuture<Reply> answer) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, ApiServer> clusters;
    private final Listener listener;
    private final Map<String, Integer> refusals = new HashMap<>();
    private final List<Request> underway = new ArrayList<>();

    public Network(Function<String, ApiServer> clusters, Listener listener) {
        this.clusters = clusters;
        this.listener = listener;
    }

    CompletableFuture<Reply> send(ManifestUpdate update, String patch) {
        var answer = new CompletableFuture<Reply>();
        underway.add(new Request(update, patch, answer));
        return answer;
    }

    /** How many requests are under way. */
    public int size() {
        return underway.size();
    }

    /** The control plane that a request goes to. */
    public String cluster(int request) {
        return underway.get(request).update().manifest().cluster();
    }

    /** The Manifest that a request is about. */
    public ObjectRef manifest(int request) {
        return underway.get(request).update().manifest();
    }

    /** The next requests to a control plane that would be carried out are refused, in passing. */
    public void refuseNext(String cluster, int count) {
        refusals.put(cluster, count);
    }

    /** A request is carried out and answered. */
    public void answer(int request) {
        int left = refusals.getOrDefault(cluster(request), 0);
        if (left > 0) {
            refusals.put(cluster(request), left - 1);
            refuse(request, 429);
            return;
        }
        Request done = underway.remove(request);
        done.answer().complete(carryOut(done));
    }

    /** A request is carried out, and its sender hears nothing of that. */
    public void loseAnswer(int request) {
        Request done = underway.remove(request);
        var unused = carryOut(done);
        done.answer().complete(new Reply(0, null));
    }

    /** The sender gives up; the request is still on its way. */
    public void giveUp(int request) {
        underway.get(request).answer().complete(new Reply(0, null));
    }

    /** A request is refused. */
    public void refuse(int request, int status) {
        Request refused = underway.remove(request);
        refused.answer()
                .complete(new Reply(
                        status,
                        status == 422
                                ? "{\"reason\":\"Invalid\",\"details\":{\"causes\":[{\"reason\":\"x\"}]}}"
                                : null));
    }

    private Reply carryOut(Request request) {
        ManifestUpdate update = request.update();
        ApiServer cluster = clusters.apply(update.manifest().cluster());
        String name = update.manifest().name();
        Optional<Event> found = cluster.object(Kind.MANIFEST, name);
        if (found.isEmpty()) {
            return new Reply(404, "{\"details\":{\"name\":\"" + name + "\"}}");
        }
        ObjectNode before = (ObjectNode) found.get().object();
        if (before == null) {
            throw new IllegalStateException("a Manifest that exists is absent");
        }
        Optional<ObjectNode> after = patched(before, request.patch());
        if (after.isEmpty()) {
            return new Reply(422, "{}");
        }
        if (after.get().equals(before)) {
            return reply(found.get());
        }
        Event event = cluster.put(Kind.MANIFEST, name, after.get());
        listener.patched(cluster, update, before, (ObjectNode) Objects.requireNonNull(event.object()));
        return reply(event);
    }

    /** Held to kube-apiserver by a contract test of its own; empty if an operation fails. */
    private static Optional<ObjectNode> patched(ObjectNode manifest, String patch) {
        try {
            return Optional.of(JsonPatch.parse(JSON.readTree(patch)).apply(manifest));
        } catch (KubeStatusException refused) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a patch that is not JSON", e);
        }
    }

    private static Reply reply(Event event) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("metadata").put("uid", event.uid()).put("resourceVersion", Long.toString(event.version()));
        return new Reply(200, body.toString());
    }
}
