package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Store;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists in pages that belong together: every page shows the version that the first one showed.
 *
 * <p>A token says which version that is and after which key to go on. It is good as long as the history reaches back to
 * that version, and then expires, as a real one does with the next compaction.
 */
final class Pager {

    private static final String EXPIRED = "The provided continue parameter is too old to display a consistent list"
            + " result. You must start a new list without the continue parameter.";

    private final Store store;

    Pager(Store store) {
        this.store = store;
    }

    /**
     * A part of a list.
     *
     * @param token where to go on, empty if nothing is left
     * @param remaining how many objects are left; null if a selector keeps the server from knowing
     */
    record Page(
            List<ObjectNode> items,
            BigInteger version,
            String token,
            @Nullable Integer remaining) {}

    private record Token(BigInteger version, ObjectKey after) {

        static Token parse(String text) {
            try {
                var token = Json.readObject(Base64.getUrlDecoder().decode(text));
                return new Token(
                        new BigInteger(token.path("rv").asText()),
                        new ObjectKey(
                                token.path("namespace").asText(),
                                token.path("name").asText()));
            } catch (IllegalArgumentException | KubeStatusException malformed) {
                throw KubeStatus.badRequest("continue key is not valid");
            }
        }

        String text() {
            var token = Json.object()
                    .put("rv", version.toString())
                    .put("namespace", after.namespace())
                    .put("name", after.name());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
        }
    }

    /**
     * {@return one page}
     *
     * @param limit the most objects in it, 0 for all
     * @param token the token of the page before, empty for the first
     */
    Page page(ResourceKind kind, Selection selection, int limit, String token) {
        if (token.isEmpty()) {
            return cut(store.now(kind, null), selection, limit);
        }
        var from = Token.parse(token);
        var view = store.asOf(kind, from.after(), from.version());
        if (view == null) {
            throw KubeStatus.expired(EXPIRED);
        }
        return cut(view, selection, limit);
    }

    private static Page cut(Store.View view, Selection selection, int limit) {
        var objects = inNamespace(view.objects(), selection.namespace());
        var items = new ArrayList<ObjectNode>();
        for (var entry : objects.entrySet()) {
            if (selection.matches(entry.getValue())) {
                items.add(entry.getValue());
            }
            if (limit > 0 && items.size() == limit) {
                return partial(items, entry.getKey(), objects, view.version(), selection);
            }
        }
        return new Page(items, view.version(), "", null);
    }

    private static Page partial(
            List<ObjectNode> items,
            ObjectKey last,
            NavigableMap<ObjectKey, ObjectNode> objects,
            BigInteger version,
            Selection selection) {
        int left = objects.tailMap(last, false).size();
        return left == 0
                ? new Page(items, version, "", null)
                : new Page(items, version, new Token(version, last).text(), selection.filters() ? null : left);
    }

    private static NavigableMap<ObjectKey, ObjectNode> inNamespace(
            NavigableMap<ObjectKey, ObjectNode> objects, String namespace) {
        return namespace.isEmpty()
                ? objects
                : objects.subMap(new ObjectKey(namespace, ""), true, new ObjectKey(namespace + '\0', ""), false);
    }
}
