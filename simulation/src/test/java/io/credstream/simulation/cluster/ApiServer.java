package io.credstream.simulation.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One cluster: what is in it, in which version, and everything that ever happened there, in order. */
public final class ApiServer {

    /** What is kept. */
    public enum Kind {
        SECRET,
        TEMPLATE,
        MANIFEST
    }

    /**
     * A change of one object.
     *
     * @param object as it is afterwards; absent when it was deleted
     */
    public record Event(
            Kind kind,
            String name,
            String uid,
            long version,
            @Nullable Object object) {}

    private final String id;
    private final Map<Kind, Map<String, Event>> present = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private long version = 10;
    private int made;

    public ApiServer(String id) {
        this.id = id;
        for (Kind kind : Kind.values()) {
            present.put(kind, new TreeMap<>());
        }
    }

    public String id() {
        return id;
    }

    /** The version of the last change. */
    public long version() {
        return version;
    }

    /** Creates or replaces an object. Manifests are nodes, and their metadata is kept up here. */
    public Event put(Kind kind, String name, Object object) {
        Event before = objects(kind).get(name);
        String uid = before == null
                ? id + "-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + made++
                : before.uid();
        version++;
        Object stored = object;
        if (object instanceof ObjectNode node) {
            ObjectNode copy = node.deepCopy();
            copy.withObject("/metadata").put("uid", uid).put("resourceVersion", Long.toString(version));
            stored = copy;
        }
        Event event = new Event(kind, name, uid, version, stored);
        objects(kind).put(name, event);
        events.add(event);
        return event;
    }

    public void delete(Kind kind, String name) {
        Event before = objects(kind).remove(name);
        if (before != null) {
            version++;
            events.add(new Event(kind, name, before.uid(), version, null));
        }
    }

    /** The newest change of each object that exists, by name. */
    public Map<String, Event> objects(Kind kind) {
        Map<String, Event> objects = present.get(kind);
        if (objects == null) {
            throw new IllegalArgumentException("no kind " + kind);
        }
        return objects;
    }

    public Optional<Event> object(Kind kind, String name) {
        return Optional.ofNullable(objects(kind).get(name));
    }

    /** Everything that happened, in order. */
    public List<Event> events() {
        return events;
    }
}
