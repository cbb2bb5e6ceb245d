package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The kinds that a cluster serves at the moment, in which versions, and what it says about them. */
final class Catalog {

    private final Map<ResourceKind, List<String>> served = new ConcurrentHashMap<>();

    Catalog() {
        ResourceKind.ALL.forEach(kind -> serve(kind, kind.versions().subList(0, 1)));
    }

    void serve(ResourceKind kind, List<String> versions) {
        if (!kind.versions().containsAll(versions) || versions.isEmpty()) {
            throw new IllegalArgumentException(kind.kind() + " has the versions " + kind.versions());
        }
        served.put(kind, List.copyOf(versions));
    }

    void remove(ResourceKind kind) {
        served.remove(kind);
    }

    @Nullable
    ResourceKind find(String group, String version, String plural) {
        for (var entry : served.entrySet()) {
            var kind = entry.getKey();
            if (kind.plural().equals(plural)
                    && kind.group().equals(group)
                    && entry.getValue().contains(version)) {
                return kind;
            }
        }
        return null;
    }

    /** {@return the kind of an object, by what it says of itself; null if it is not served} */
    @Nullable
    ResourceKind find(String apiVersion, String kind) {
        return served.keySet().stream()
                .filter(known -> known.kind().equals(kind)
                        && known.versions().stream().map(known::apiVersion).anyMatch(apiVersion::equals))
                .findFirst()
                .orElse(null);
    }

    /** {@return the discovery document of a path, or null if there is none} */
    @Nullable
    ObjectNode discovery(List<String> path) {
        return switch (String.join("/", path)) {
            case "version" ->
                Json.object().put("major", "1").put("minor", "32").put("gitVersion", "v1.32.0-credstream");
            case "api" -> apiVersions();
            case "apis" -> groupList();
            case "api/v1" -> resources("", "v1");
            default -> ofGroup(path);
        };
    }

    private @Nullable ObjectNode ofGroup(List<String> path) {
        if (!path.getFirst().equals("apis") || versionsOf(path.get(1)).isEmpty()) {
            return null;
        }
        return path.size() == 2
                ? group(path.get(1)).put("kind", "APIGroup").put("apiVersion", "v1")
                : path.size() == 3 ? resources(path.get(1), path.get(2)) : null;
    }

    private static ObjectNode apiVersions() {
        var versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        return versions;
    }

    private ObjectNode groupList() {
        var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = list.putArray("groups");
        served.keySet().stream()
                .map(ResourceKind::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted()
                .forEach(group -> groups.add(group(group)));
        return list;
    }

    private ObjectNode group(String name) {
        var group = Json.object().put("name", name);
        var versions = group.putArray("versions");
        versionsOf(name).forEach(version -> versions.add(groupVersion(name, version)));
        group.set("preferredVersion", groupVersion(name, versionsOf(name).getFirst()));
        return group;
    }

    private static ObjectNode groupVersion(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    /** The newest first, which is the one to prefer. */
    private List<String> versionsOf(String group) {
        return served.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private @Nullable ObjectNode resources(String group, String version) {
        var byName = new TreeMap<String, ResourceKind>();
        served.forEach((kind, versions) -> {
            if (kind.group().equals(group) && versions.contains(version)) {
                byName.put(kind.plural(), kind);
            }
        });
        if (byName.isEmpty()) {
            return null;
        }
        var list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        var resources = list.putArray("resources");
        byName.values().forEach(kind -> {
            resources.add(resource(kind, ""));
            if (kind.statusSubresource()) {
                resources.add(resource(kind, "/status"));
            }
        });
        return list;
    }

    private static ObjectNode resource(ResourceKind kind, String subresource) {
        var resource = Json.object()
                .put("name", kind.plural() + subresource)
                .put("singularName", kind.kind().toLowerCase(Locale.ROOT))
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        if (kind.equals(ResourceKind.NAMESPACES)) {
            resource.putArray("shortNames").add("ns");
        }
        var verbs = resource.putArray("verbs").add("get").add("patch").add("update");
        if (subresource.isEmpty()) {
            verbs.add("create")
                    .add("delete")
                    .add("deletecollection")
                    .add("list")
                    .add("watch");
        }
        return resource;
    }
}
