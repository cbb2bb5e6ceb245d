package io.credstream.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When documents are seen: at the moments that their field {@code at} names, or else from the beginning on. */
public final class GoldenTime {

    private static final String PREFIX = "PT";

    /** What is seen of an object, and since when. */
    record Seen(ObjectNode document, Duration since) {}

    private GoldenTime() {}

    /** All moments at which something is seen, the beginning included. */
    public static SortedSet<Duration> moments(Collection<ObjectNode> documents) {
        SortedSet<Duration> moments = new TreeSet<>(Set.of(Duration.ZERO));
        documents.forEach(document -> moments.addAll(moments(document)));
        return moments;
    }

    /** Of each object that is there what was seen last. */
    static Collection<Seen> seenAt(Duration moment, List<ObjectNode> documents) {
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (ObjectNode document : documents) {
            moments(document).stream()
                    .filter(since -> since.compareTo(moment) <= 0)
                    .forEach(since -> seen.merge(identity(document), new Seen(document, since), GoldenTime::later));
        }
        return seen.values().stream()
                .filter(s -> !s.document().path("gone").asBoolean())
                .toList();
    }

    /** From {@code 90s} or {@code 1m30s}. */
    public static Duration duration(String text) {
        return Duration.parse(PREFIX + text);
    }

    public static String text(Duration duration) {
        return duration.toString().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** Resource versions grow with time. */
    public static String versionAt(Duration moment) {
        return Long.toString(moment.toMillis() + 1);
    }

    private static List<Duration> moments(ObjectNode document) {
        JsonNode at = document.path("at");
        List<Duration> moments = new ArrayList<>();
        at.forEach(moment -> moments.add(duration(moment.asText())));
        return moments.isEmpty() ? List.of(duration(at.asText("0s"))) : moments;
    }

    private static Seen later(Seen one, Seen other) {
        return one.since().compareTo(other.since()) > 0 ? one : other;
    }

    private static String identity(ObjectNode document) {
        return Stream.of("/kind", "/id", "/cluster", "/metadata/namespace", "/metadata/name")
                .map(field -> document.at(field).asText())
                .collect(Collectors.joining("/"));
    }
}
