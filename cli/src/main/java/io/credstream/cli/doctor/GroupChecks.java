package io.credstream.cli.doctor;

import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.topics.Await;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * How far the services have read, and whether what they have committed still means something. They mend all of it by themselves,
 * so what it says is about services that do not run, or do not get on.
 */
final class GroupChecks {

    private static final Duration SECOND_LOOK = Duration.ofSeconds(3);
    private static final String BY_ITSELF =
            "reads them from the beginning by itself, and decides and writes nothing twice";

    /** A service that commits offsets, and whether all that it reads is committed soon. */
    private enum Service {
        PROCESSOR(true),
        /** Commits what is settled, so what waits for a cluster that is away lags for as long. */
        SINK(false);

        private final boolean commitsAll;

        Service(boolean commitsAll) {
            this.commitsAll = commitsAll;
        }

        /** What it lives on. */
        Topic<?> input(Topics topics) {
            return switch (this) {
                case PROCESSOR -> topics.manifests();
                case SINK -> topics.manifestUpdates();
            };
        }

        String display() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Admin admin;
    private final String prefix;
    private final Map<String, Uuid> ids = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private GroupChecks(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** To be asked when all topics exist. */
    static List<Finding> of(Admin admin, String prefix, Topics topics) throws InterruptedException {
        GroupChecks checks = new GroupChecks(admin, prefix);
        checks.look(topics);
        List<Finding> findings = new ArrayList<>(checks.fleet(topics));
        try {
            findings.addAll(checks.watchers(topics));
            for (Service service : Service.values()) {
                findings.addAll(checks.group(service, topics));
            }
        } catch (GroupAuthorizationException unknown) {
            findings.add(new Fine("Consumer groups", "are not shown to this login"));
        }
        return findings;
    }

    private void look(Topics topics) throws InterruptedException {
        List<String> names = topics.all().stream().map(Topic::name).toList();
        for (TopicDescription topic :
                Await.of(admin.describeTopics(names).allTopicNames()).values()) {
            ids.put(topic.name(), topic.topicId());
            topic.partitions()
                    .forEach(partition -> ends.put(new TopicPartition(topic.name(), partition.partition()), 0L));
        }
        Map<TopicPartition, OffsetSpec> latest =
                ends.keySet().stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Await.of(admin.listOffsets(latest).all());
        found.forEach((partition, end) -> ends.put(partition, end.offset()));
    }

    /** Nobody but operators can say who is in the fleet. */
    private List<Finding> fleet(Topics topics) {
        boolean wasThere = !isEmpty(topics.clusterStatus()) || !isEmpty(topics.inventory());
        return isEmpty(topics.clusters()) && wasThere
                ? List.of(new Trouble(
                        "Topic " + topics.clusters().name(),
                        "is empty, though clusters have been watched: it was lost",
                        "apply the fleet file again with 'credstream fleet apply'; then they are watched again"))
                : List.of();
    }

    private boolean isEmpty(Topic<?> topic) {
        return ends.entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic.name()))
                .allMatch(end -> end.getValue() == 0);
    }

    /** Ingest reads the fleet from the beginning always, and commits no offset: only its members tell whether it runs. */
    private List<Finding> watchers(Topics topics) throws InterruptedException {
        String group = prefix + "ingest";
        return isEmpty(topics.clusters()) || isEmpty(topics.clusterStatus()) || members(group) > 0
                ? List.of()
                : List.of(new Trouble(
                        "Consumer group " + group,
                        "has no member, so nobody watches the clusters",
                        "start the ingest"));
    }

    private List<Finding> group(Service service, Topics topics) throws InterruptedException {
        String group = prefix + service.display();
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        if (committed.isEmpty()) {
            return isEmpty(service.input(topics)) || members(group) > 0
                    ? List.of()
                    : List.of(new Trouble(
                            "Consumer group " + group,
                            "has no member and no offset, and there are records to read",
                            "start the " + service.display()));
        }
        Map<String, Set<Integer>> doubts = new TreeMap<>();
        long lag = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> commit : committed.entrySet()) {
            TopicPartition partition = commit.getKey();
            @Nullable Long end = ends.get(partition);
            if (end != null) {
                doubt(partition, commit.getValue(), end)
                        .forEach(doubt -> doubts.computeIfAbsent(doubt, none -> new HashSet<>())
                                .add(partition.partition()));
                lag += Math.max(0, end - commit.getValue().offset());
            }
        }
        List<Finding> findings = new ArrayList<>();
        boolean runs = members(group) > 0;
        String what = "Consumer group " + group;
        doubts.forEach((doubt, partitions) -> findings.add(new Trouble(
                what,
                doubt + " (" + partitions.size() + (partitions.size() == 1 ? " partition)" : " partitions)"),
                (runs ? "wait: the " : "start the ") + service.display() + (runs ? " " : ", which ") + BY_ITSELF)));
        if (findings.isEmpty() && lag > 0) {
            stalled(service, group, committed, runs)
                    .ifPresent(is -> findings.add(new Trouble(
                            what,
                            is,
                            runs
                                    ? "ask /readyz of each " + service.display() + " for the reason"
                                    : "start the " + service.display())));
        }
        return findings.isEmpty() ? List.of(new Fine(what, "is " + lag + " records behind")) : findings;
    }

    /** The proof that services leave beside an offset holds the id of its topic, and the offset. */
    private List<String> doubt(TopicPartition partition, OffsetAndMetadata commit, long end) {
        String topic = partition.topic();
        Uuid id = ids.getOrDefault(topic, Uuid.ZERO_UUID);
        if (!commit.metadata().contains(id.toString())) {
            boolean isOurs = commit.metadata().matches("credstream/1 .*|[\\w-]{22}@" + commit.offset());
            return List.of(
                    isOurs
                            ? "has offsets of a former topic " + topic + ", which was deleted"
                            : "has offsets of " + topic + " that its service did not commit, or an older build did");
        }
        return commit.offset() > end ? List.of("has offsets beyond the end of " + topic) : List.of();
    }

    private Optional<String> stalled(
            Service service, String group, Map<TopicPartition, OffsetAndMetadata> before, boolean runs)
            throws InterruptedException {
        if (!runs) {
            return Optional.of("has no member, and there are records to read");
        }
        if (!service.commitsAll) {
            return Optional.empty();
        }
        Thread.sleep(SECOND_LOOK);
        Map<TopicPartition, OffsetAndMetadata> now = committed(group);
        boolean moves = before.entrySet().stream()
                .anyMatch(commit -> behind(commit.getKey(), commit.getValue()) > 0
                        && behind(commit.getKey(), now.getOrDefault(commit.getKey(), commit.getValue()))
                                < behind(commit.getKey(), commit.getValue()));
        return moves
                ? Optional.empty()
                : Optional.of("is behind, and has not moved for " + SECOND_LOOK.toSeconds() + " s");
    }

    private long behind(TopicPartition partition, OffsetAndMetadata commit) {
        return ends.getOrDefault(partition, 0L) - commit.offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    new HashMap<>(Await.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
            committed.values().removeIf(Objects::isNull);
            return committed;
        } catch (GroupIdNotFoundException never) {
            return Map.of();
        }
    }

    private int members(String group) throws InterruptedException {
        try {
            return Await.of(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .mapToInt(description -> description.members().size())
                    .sum();
        } catch (GroupIdNotFoundException never) {
            return 0;
        }
    }
}
