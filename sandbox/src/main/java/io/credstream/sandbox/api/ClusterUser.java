package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.JsonPatch;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.MergePatch;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Part;
import io.credstream.sandbox.store.Store;
import io.credstream.sandbox.store.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Somebody who reads and writes the objects of a cluster without HTTP, and whom no fault hinders.
 *
 * <p>Writes obey the same rules as those that come by HTTP, and fail with the same {@link KubeStatusException}. Objects
 * that are handed in or out are the caller's own copies.
 */
public final class ClusterUser {

    private final String fieldManager;
    private final Store store;
    private final Writes writes;
    private final Catalog catalog;

    ClusterUser(String fieldManager, Store store, Writes writes, Catalog catalog) {
        this.fieldManager = fieldManager;
        this.store = store;
        this.writes = writes;
        this.catalog = catalog;
    }

    /**
     * Creates what is missing and merges into what is there, document by document.
     *
     * @param yaml one or more objects that name their kind; without a namespace they go to {@code default}
     * @return the objects as they are now
     */
    public List<ObjectNode> apply(String yaml) {
        var applied = new ArrayList<ObjectNode>();
        for (var object : Json.readDocuments(yaml)) {
            applied.add(apply(object));
        }
        return applied;
    }

    /** Creates an object, or merges it into the one that is there. */
    public ObjectNode apply(ObjectNode object) {
        var kind = kindOf(object);
        var key = keyOf(kind, object);
        return store.exclusively(() -> store.get(kind, key) == null
                ? writes.create(kind, key.namespace(), object, fieldManager).deepCopy()
                : writes.update(kind, key, Part.MAIN, current -> MergePatch.apply(current, object), fieldManager)
                        .deepCopy());
    }

    /** Creates an object. */
    public ObjectNode create(ObjectNode object) {
        var kind = kindOf(object);
        return writes.create(kind, keyOf(kind, object).namespace(), object, fieldManager)
                .deepCopy();
    }

    /** Creates a namespace. */
    public void createNamespace(String name) {
        var namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        create(namespace);
    }

    /** Replaces an object; its status stays where that is written apart. A stated resource version has to be current. */
    public ObjectNode replace(ObjectNode object) {
        var kind = kindOf(object);
        return writes.update(kind, keyOf(kind, object), Part.MAIN, current -> object, fieldManager)
                .deepCopy();
    }

    /** Changes an object in place, in one step that nobody comes between. */
    public ObjectNode edit(ResourceKind kind, String namespace, String name, Consumer<ObjectNode> change) {
        return update(Part.MAIN, kind, namespace, name, change);
    }

    /** Changes the status of an object in place, in one step that nobody comes between. */
    public ObjectNode editStatus(ResourceKind kind, String namespace, String name, Consumer<ObjectNode> change) {
        return update(Part.STATUS, kind, namespace, name, change);
    }

    private ObjectNode update(
            Part part, ResourceKind kind, String namespace, String name, Consumer<ObjectNode> change) {
        return writes.update(
                        kind,
                        new ObjectKey(namespace, name),
                        part,
                        current -> {
                            var changed = current.deepCopy();
                            change.accept(changed);
                            return changed;
                        },
                        fieldManager)
                .deepCopy();
    }

    /** Applies a JSON Patch, given as text. */
    public ObjectNode jsonPatch(ResourceKind kind, String namespace, String name, String patch) {
        var parsed = JsonPatch.parse(Json.readText(patch));
        return writes.update(kind, new ObjectKey(namespace, name), Part.MAIN, parsed::apply, fieldManager)
                .deepCopy();
    }

    /** Deletes an object, or marks it where finalizers hold it. */
    public void delete(ResourceKind kind, String namespace, String name) {
        writes.delete(kind, new ObjectKey(namespace, name), "", "");
    }

    /** {@return an object, if it is there} */
    public Optional<ObjectNode> get(ResourceKind kind, String namespace, String name) {
        return Optional.ofNullable(store.get(kind, new ObjectKey(namespace, name)))
                .map(ObjectNode::deepCopy);
    }

    /** {@return every object of a kind} */
    public List<ObjectNode> list(ResourceKind kind) {
        return store.now(kind, null).objects().values().stream()
                .map(ObjectNode::deepCopy)
                .toList();
    }

    private ResourceKind kindOf(ObjectNode object) {
        var apiVersion = object.path("apiVersion").asText();
        var kind = catalog.find(apiVersion, object.path("kind").asText());
        if (kind == null) {
            throw new IllegalArgumentException("no such kind here: " + apiVersion + " "
                    + object.path("kind").asText());
        }
        return kind;
    }

    private static ObjectKey keyOf(ResourceKind kind, ObjectNode object) {
        var metadata = object.path("metadata");
        return new ObjectKey(
                kind.namespaced() ? metadata.path("namespace").asText("default") : "",
                metadata.path("name").asText());
    }
}
