package io.credstream.e2e;

import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What somebody with Kafka's own tools does to topics and groups. */
public record Kafka(TestFleet world) {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    /** A command that may make topics, with how they are made here. */
    public String[] withSetup(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--partitions",
                Integer.toString(TestFleet.PARTITIONS),
                "--history-window",
                world.setup().historyWindow().toDays() + "d"));
        return arguments.toArray(String[]::new);
    }

    /** Deletes topics. */
    public void delete(Collection<String> topics) {
        try (Admin admin = world.kafka().admin()) {
            admin.deleteTopics(topics).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes topics and makes them anew, empty. */
    public void replace(Collection<? extends Topic<?>> topics) {
        List<String> names = topics.stream().map(Topic::name).toList();
        try (Admin admin = world.kafka().admin()) {
            admin.deleteTopics(names).all().get();
            await("topics that are there again").atMost(SOON).pollInterval(POLL).until(() -> {
                new Terminal(world).run(withSetup("topics", "apply"));
                return exist(admin, names);
            });
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether all of the topics are there. */
    public boolean exist(Collection<? extends Topic<?>> topics) {
        try (Admin admin = world.kafka().admin()) {
            return exist(admin, topics.stream().map(Topic::name).toList());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean exist(Admin admin, List<String> names) throws InterruptedException, ExecutionException {
        try {
            admin.describeTopics(names).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    /** The topics in which the processor keeps its state. */
    public List<String> changelogs() {
        try (Admin admin = world.kafka().admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(group(Service.PROCESSOR) + "-"))
                    .toList();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the offsets of a group to the ends of the logs; no process of it may run. */
    public void skipToEnd(Service service) {
        awaitEmpty(service);
        try (Admin admin = world.kafka().admin()) {
            String group = group(service);
            Collection<TopicPartition> partitions = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .keySet();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            partitions.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end.offset())));
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes the group of a service; no process of it may run. */
    public void deleteGroup(Service service) {
        awaitEmpty(service);
        try (Admin admin = world.kafka().admin()) {
            admin.deleteConsumerGroups(List.of(group(service))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that left without a word are members until their session is over. */
    private void awaitEmpty(Service service) {
        try (Admin admin = world.kafka().admin()) {
            await("no members")
                    .atMost(SOON)
                    .pollInterval(POLL)
                    .until(() -> admin.describeConsumerGroups(List.of(group(service))).all().get().values().stream()
                            .allMatch(group -> group.members().isEmpty()));
        }
    }

    private static String group(Service service) {
        return Topics.DEFAULT_PREFIX + service.name().toLowerCase(Locale.ROOT);
    }
}
