package io.credstream.processor.streams;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * Under which ids the topics of a processor existed at one moment. A topic of the same name under another id is another topic, and
 * holds nothing of the former one.
 *
 * @param names of the topics that matter
 * @param ids by name; no entry for a topic that did not exist
 */
public record TopicIds(Names names, Map<String, Uuid> ids) {

    /**
     * The topics of a processor by what they are to it.
     *
     * @param inputs it reads
     * @param changelogs hold its state
     * @param outputs it tells others in what they act upon
     */
    public record Names(Set<String> inputs, Set<String> changelogs, Set<String> outputs) {
        public Names {
            inputs = Set.copyOf(inputs);
            changelogs = Set.copyOf(changelogs);
            outputs = Set.copyOf(outputs);
        }

        Set<String> all() {
            Set<String> all = new TreeSet<>(inputs);
            all.addAll(changelogs);
            all.addAll(outputs);
            return all;
        }
    }

    public TopicIds {
        ids = Map.copyOf(ids);
    }

    /** Those that did not exist, in order. */
    Set<String> missing() {
        Set<String> missing = names.all();
        missing.removeAll(ids.keySet());
        return missing;
    }

    /** Shows that an offset was committed while these topics existed. */
    Proof proof(String topic, long offset) {
        return new Proof(id(topic), digest(names.changelogs()), digest(names.outputs()), offset);
    }

    /** Whether a commit was made by a task that wrote to the outputs that there are. */
    boolean isHeard(OffsetAndMetadata commit) {
        return Proof.in(commit.metadata())
                .filter(proof -> proof.said().equals(digest(names.outputs())))
                .isPresent();
    }

    /**
     * Why nothing can go on as it is: a topic that exists under another id later. A changelog must exist, for it is
     * created when work is shared out, and only then; others may be missing for a while.
     */
    Optional<StartOver> endedBy(Map<String, Uuid> later) {
        return names.all().stream()
                .filter(name -> ids.containsKey(name) && !ids.get(name).equals(later.get(name)))
                .filter(name -> later.containsKey(name) || names.changelogs().contains(name))
                .findFirst()
                .map(name -> new StartOver("topic " + name
                        + (later.containsKey(name) ? " was created anew" : " is missing, and the state in it lost")
                        + "; everything that depends on it is read again from the beginning"));
    }

    private String id(String topic) {
        return String.valueOf(ids.get(topic));
    }

    private String digest(Set<String> topics) {
        Stream<String> all = topics.stream().sorted().map(name -> name + "=" + id(name));
        return UUID.nameUUIDFromBytes(String.join(",", all.toList()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
