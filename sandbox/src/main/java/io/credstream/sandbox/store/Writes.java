package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Creates, updates and deletes objects as an API server does: what the server owns in an object stays the server's, an
 * update of what has moved on is a conflict, and one that changes nothing writes nothing.
 */
public final class Writes {

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final RandomGenerator random;
    private final InstantSource clock;

    public Writes(Store store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Creates an object.
     *
     * @return the object as it is stored, with what the server adds
     */
    public ObjectNode create(ResourceKind kind, String namespace, ObjectNode given, String manager) {
        return store.exclusively(() -> {
            var object = given.deepCopy();
            Metadata.requireDecodable(object.path("metadata"));
            var key = nameIt(kind, namespace, object);
            requireNamespace(kind, namespace);
            if (store.get(kind, key) != null) {
                throw KubeStatus.alreadyExists(kind, key.name());
            }
            born(kind, object);
            requireValid(kind, key, object);
            ManagedFields.record(object, manager, "", now());
            return store.put(kind, key, object);
        });
    }

    private ObjectKey nameIt(ResourceKind kind, String namespace, ObjectNode object) {
        var metadata = object.withObject("/metadata");
        if (!metadata.hasNonNull("name") && metadata.hasNonNull("generateName")) {
            metadata.put("name", metadata.path("generateName").asText() + suffix());
        }
        Revision.requireNamespace(kind, namespace, metadata.path("namespace").asText(namespace));
        if (kind.namespaced()) {
            metadata.put("namespace", namespace);
        }
        return new ObjectKey(namespace, metadata.path("name").asText());
    }

    private String suffix() {
        var letters = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            letters.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return letters.toString();
    }

    private void requireNamespace(ResourceKind kind, String namespace) {
        if (kind.namespaced() && store.get(ResourceKind.NAMESPACES, new ObjectKey("", namespace)) == null) {
            throw KubeStatus.notFound(ResourceKind.NAMESPACES, namespace);
        }
    }

    private void born(ResourceKind kind, ObjectNode object) {
        object.put("apiVersion", kind.storedApiVersion()).put("kind", kind.kind());
        var metadata = object.withObject("/metadata");
        Metadata.normalize(metadata);
        metadata.put("uid", newUid()).put("creationTimestamp", now().toString());
        metadata.remove("deletionTimestamp");
        metadata.remove("managedFields");
        if (kind.custom()) {
            metadata.put("generation", 1);
        }
        if (kind.statusSubresource()) {
            object.remove("status");
        }
        Secrets.normalize(kind, object);
    }

    /** {@return a uid that no object has} */
    public String newUid() {
        return store.exclusively(() -> new UUID(
                        (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L,
                        (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
                .toString());
    }

    /**
     * Applies an edit to the object as it is now, in one step.
     *
     * @return the object as it is afterwards
     */
    public ObjectNode update(
            ResourceKind kind, ObjectKey key, Part part, UnaryOperator<ObjectNode> edit, String manager) {
        return store.exclusively(() -> {
            var current = current(kind, key);
            var next = Revision.of(kind, key, part, current, edit.apply(current));
            if (next.equals(current)) {
                return current;
            }
            requireValid(kind, key, next);
            ManagedFields.record(next, manager, part.subresource(), now());
            return putOrFinish(kind, key, next);
        });
    }

    private ObjectNode current(ResourceKind kind, ObjectKey key) {
        var current = store.get(kind, key);
        if (current == null) {
            throw KubeStatus.notFound(kind, key.name());
        }
        return current;
    }

    /** An object that waits for its finalizers goes with the last of them. */
    private ObjectNode putOrFinish(ResourceKind kind, ObjectKey key, ObjectNode next) {
        if (next.path("metadata").has("deletionTimestamp") && !hasFinalizers(next)) {
            store.remove(kind, key);
            return next;
        }
        return store.put(kind, key, next);
    }

    /**
     * Deletes an object, or marks it as being deleted where finalizers hold it.
     *
     * @param uid the uid that it must have, or empty
     * @param version the resource version that it must have, or empty
     * @return what an API server answers
     */
    public ObjectNode delete(ResourceKind kind, ObjectKey key, String uid, String version) {
        return store.exclusively(() -> {
            var current = current(kind, key);
            var metadata = current.path("metadata");
            requirePrecondition(kind, key, "UID", uid, metadata.path("uid").asText());
            requirePrecondition(
                    kind,
                    key,
                    "ResourceVersion",
                    version,
                    metadata.path("resourceVersion").asText());
            if (hasFinalizers(current)) {
                return metadata.has("deletionTimestamp") ? current : markDeleted(kind, key, current);
            }
            if (kind.equals(ResourceKind.NAMESPACES)) {
                empty(key.name());
            }
            store.remove(kind, key);
            return KubeStatus.success(kind, key, metadata.path("uid").asText());
        });
    }

    private static void requirePrecondition(
            ResourceKind kind, ObjectKey key, String what, String wanted, String present) {
        if (!wanted.isEmpty() && !wanted.equals(present)) {
            throw KubeStatus.conflict(
                    kind,
                    key.name(),
                    "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(what, wanted, what, present));
        }
    }

    private ObjectNode markDeleted(ResourceKind kind, ObjectKey key, ObjectNode current) {
        var next = current.deepCopy();
        var metadata = next.withObject("/metadata");
        metadata.put("deletionTimestamp", now().toString()).put("deletionGracePeriodSeconds", 0);
        if (kind.custom()) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        return store.put(kind, key, next);
    }

    private void empty(String namespace) {
        for (var kind : ResourceKind.ALL) {
            for (var key : store.keys(kind)) {
                if (key.namespace().equals(namespace)) {
                    store.remove(kind, key);
                }
            }
        }
    }

    private static boolean hasFinalizers(ObjectNode object) {
        return !object.path("metadata").path("finalizers").isEmpty();
    }

    private static void requireValid(ResourceKind kind, ObjectKey key, ObjectNode object) {
        var violations = new ArrayList<>(Metadata.violations(object.path("metadata")));
        violations.addAll(Schema.of(kind).violations(object));
        if (!violations.isEmpty()) {
            throw KubeStatus.invalid(kind, key.name(), violations);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
