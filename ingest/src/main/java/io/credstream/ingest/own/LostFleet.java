package io.credstream.ingest.own;

import io.credstream.ingest.own.Takeover.Member;
import io.credstream.observe.LogKeys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that the topic of the fleet had, and that the one in its place does not have. A cluster leaves the fleet by a tombstone
 * and in no other way, so they are members still. Safe for use by any thread.
 */
final class LostFleet {

    private static final Logger LOG = LoggerFactory.getLogger(LostFleet.class);
    private static final int SHOWN = 5;

    private final String topic;
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    LostFleet(String topic) {
        this.topic = topic;
    }

    Map<String, Member> members() {
        return Map.copyOf(members);
    }

    void remember(Map<String, Member> all) {
        members.putAll(all);
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, topic)
                .addKeyValue(LogKeys.COUNT, all.size())
                .log(
                        "The topic of the fleet is another one; clusters are watched as they were. Apply the fleet file again");
    }

    /** The topic says something about a cluster. */
    void found(String id) {
        members.remove(id);
    }

    Optional<String> trouble() {
        Set<String> missing = new TreeSet<>(members.keySet());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the fleet is not in the topic any more, or not all of it: " + topic + " lacks "
                        + names(missing) + ", watched as before; apply the fleet file again");
    }

    /** The first few, and how many more there are. */
    static String names(Set<String> clusters) {
        String first = clusters.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return clusters.size() <= SHOWN ? first : first + " and " + (clusters.size() - SHOWN) + " more";
    }
}
