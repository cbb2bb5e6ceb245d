package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.Credstream;
import io.credstream.e2e.Play;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.NoStaleOverwrite;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.DeadLetter;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service in its own name: the rights of {@code deploy/kafka/acls} suffice, and nothing in it can be spared. */
class LeastRightsIT {

    /** An idempotent producer is good for nothing after the first refusal. */
    private static final Map<String, Object> PLAIN = Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);

    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private GuardedBroker broker;
    private TestFleet world;

    /** As the guide has it: first somebody says which clusters there are, which makes the topics. */
    @BeforeEach
    void anOperatorMakesTheFleet() throws IOException {
        broker = GuardedBroker.start();
        Files.writeString(
                folder.resolve("fleet.yaml"),
                "clusters: [{id: kcp-eu, role: control-plane, kubeconfig: kcp-eu.kubeconfig}]\n");
        applyFleet();
        world = new TestFleet(folder, broker);
    }

    private void applyFleet() {
        String file = folder.resolve("fleet.yaml").toString();
        run(
                "operator",
                "fleet",
                "apply",
                "--no-check",
                "-f",
                file,
                "--partitions",
                "" + TestFleet.PARTITIONS,
                "--history-window",
                "1d");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void allOfItWorksWithTheRightsThatAreListedAndEachOfThemIsNeeded() {
        // When everything is done that services and people do
        Play play = Play.on(world);
        discover("kcp-eu");
        world.services().startAll(1);
        new Converges().holdsSoon(world);
        play.changeEverything();
        new Converges().holdsSoon(world);
        restartEverything();
        new Converges().holdsSoon(world);
        new NoStaleOverwrite().verify(world);
        blowAFuse();
        applyFleet();
        stepIn();
        sendWhatNobodyCanRead();
        for (String question : List.of(
                "clusters",
                "credentials",
                "templates",
                "manifests",
                "bindings",
                "pending",
                "held",
                "orders",
                "dead-letters")) {
            run("reader", "get", question);
        }
        run("reader", "get", "manifests", "--at", "1s");
        run("reader", "fleet", "list");
        run("reader", "tail", "manifests", "dead-letters", "--no-follow");
        // Then nobody was refused anything
        Set<Asked> asked = broker.asked();
        assertThat(asked).allMatch(Asked::allowed);
        assertThat(world.services().failures()).isEmpty();
        // And each right allowed something that no other one allows.
        assertThat(Right.all())
                .allSatisfy(right -> assertThat(asked)
                        .as(right.toString())
                        .anyMatch(request -> request.user().equals(Right.user(right.who()))
                                && right.allows(request.operation(), request.type(), request.name())
                                && Right.of(right.who()).stream()
                                        .filter(other -> !other.equals(right))
                                        .noneMatch(other ->
                                                other.allows(request.operation(), request.type(), request.name()))));
    }

    @Test
    void nobodyWritesWhatIsSomebodyElsesToWrite() {
        Map<String, Set<String>> writers = new TreeMap<>();
        List<String> topics = everyTopicWithARecord();
        for (String who : everybody()) {
            try (Producer<String, byte[]> producer = broker.clients(who).producer(PLAIN)) {
                topics.stream()
                        .filter(topic -> isAllowed(() -> write(producer, topic)))
                        .forEach(topic -> writers.computeIfAbsent(
                                        topic.substring(Topics.DEFAULT_PREFIX.length()), first -> new TreeSet<>())
                                .add(who));
            }
        }
        assertThat(writers)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("clusters", Set.of("ingest", "operator")),
                        Map.entry("cluster-status", Set.of("ingest")),
                        Map.entry("inventory", Set.of("ingest")),
                        Map.entry("credentials", Set.of("ingest")),
                        Map.entry("templates", Set.of("ingest")),
                        Map.entry("manifests", Set.of("ingest")),
                        Map.entry("bindings", Set.of("processor")),
                        Map.entry("pins", Set.of("operator")),
                        Map.entry("orders", Set.of("operator", "sink")),
                        Map.entry("manifest-updates", Set.of("processor")),
                        Map.entry("apply-reports", Set.of("sink")),
                        Map.entry("dead-letters", Set.of("ingest", "processor", "sink")),
                        Map.entry("processor-x-changelog", Set.of("processor"))));
    }

    @Test
    void nobodyReadsWhatIsNotListed() {
        List<String> topics = everyTopicWithARecord();
        for (String who : everybody()) {
            try (Consumer<String, byte[]> consumer = broker.clients(who).consumer(Map.of())) {
                assertThat(topics.stream().filter(topic -> isAllowed(() -> read(consumer, topic))))
                        .as(who)
                        .containsExactlyElementsOf(topics.stream()
                                .filter(topic -> Right.of(who).stream()
                                        .anyMatch(right -> right.allows(AclOperation.READ, ResourceType.TOPIC, topic)))
                                .toList());
            }
        }
    }

    @Test
    void nobodyTakesAGroupOrANameThatIsSomebodyElses() {
        for (String group : List.of("ingest", "processor", "sink")) {
            assertThat(everybody().stream().filter(who -> isAllowed(() -> join(who, Topics.DEFAULT_PREFIX + group))))
                    .containsExactly(group);
        }
        assertThat(everybody().stream().filter(who -> isAllowed(() -> fence(who, Topics.DEFAULT_PREFIX + "ingest-0"))))
                .containsExactly("ingest");
    }

    /** Those of the services, and one that stands for the state of the processor. */
    private List<String> everyTopicWithARecord() {
        String changelog = Topics.DEFAULT_PREFIX + "processor-x-changelog";
        try (Admin admin = world.kafka().admin()) {
            admin.createTopics(List.of(new NewTopic(changelog, 1, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        List<String> topics =
                new ArrayList<>(world.topics().all().stream().map(Topic::name).toList());
        topics.add(changelog);
        topics.forEach(topic -> world.send(new ProducerRecord<>(topic, 0, "key", null)));
        return topics;
    }

    private static Set<String> everybody() {
        return Right.all().stream().map(Right::who).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isAllowed(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (AuthorizationException refused) {
            return false;
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(AuthorizationException.class);
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Producer<String, byte[]> producer, String topic)
            throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(topic, 0, "key", null)).get();
    }

    private static void read(Consumer<String, byte[]> consumer, String topic) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        ConsumerRecords<String, byte[]> records = ConsumerRecords.empty();
        while (records.isEmpty()) { // what is refused throws, and a test that hangs is ended
            records = consumer.poll(POLL);
        }
    }

    private void join(String user, String group) throws InterruptedException, ExecutionException {
        try (Admin admin = broker.clients(user).admin()) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    private void fence(String user, String transactionalId) {
        try (Producer<String, byte[]> producer =
                broker.clients(user).producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId))) {
            producer.initTransactions();
        }
    }

    /** Something that somebody may or may not do. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws InterruptedException, ExecutionException;
    }

    /** A runtime that says no more than that it is there. */
    private void discover(String controlPlane) {
        world.discovering(controlPlane);
        world.apply(controlPlane, """
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: kcp-system
                  name: kubeconfig-found
                  labels: {operator.kyma-project.io/kyma-name: found}
                """);
    }

    /** So that successors restore what was left behind. */
    private void restartEverything() {
        world.services().stopAll();
        world.services().startAll(1);
    }

    /** Of a control plane that lets nothing be rewritten. */
    private void blowAFuse() {
        Topics topics = world.topics();
        world.controlPlanes().stream()
                .filter(member -> member.id().equals("kcp-eu"))
                .forEach(member -> world.join(member.withFuse(0)));
        world.apply("kcp-eu", Yaml.manifest(TestFleet.CONTROL_PLANE_NAMESPACE, "a", "fused", false));
        AtomicInteger label = new AtomicInteger();
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> { // what comes before the sink knows of the fuse is written
                            String another = Yaml.label("label-" + label.incrementAndGet());
                            world.apply(
                                    "kcp-eu", Yaml.template(TestFleet.CONTROL_PLANE_NAMESPACE, "fused", another, null));
                            assertThat(world.contents().values(topics.orders()))
                                    .extracting(Order::user)
                                    .contains(Order.FUSE);
                        });
    }

    /** As an operator who wants a Manifest pinned, and a cluster driven. */
    private void stepIn() {
        Topics topics = world.topics();
        Instant now = Instant.now();
        Pin pin = new Pin(
                new ObjectRef("kcp-eu", "kcp-system", "nobody"), List.of(), now, "operator", "test", now, null, null);
        Order order =
                new Order(new Order.Target.OfCluster("kcp-eu"), new Order.Action.Drive(), "operator", "test", now);
        try (Producer<String, byte[]> producer = broker.clients("operator").producer(PLAIN)) {
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            records.addAll(topics.pins().records(pin.key(), pin, TestFleet.PARTITIONS));
            records.addAll(topics.orders().records(order.key(), order, TestFleet.PARTITIONS));
            for (ProducerRecord<String, byte[]> record : records) {
                producer.send(record).get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So that each service has something for the dead letters. */
    private void sendWhatNobodyCanRead() {
        List<Topic<?>> inputs = List.of(
                world.topics().clusters(),
                world.topics().credentials(),
                world.topics().manifestUpdates());
        for (Topic<?> input : inputs) {
            world.send(new ProducerRecord<>(input.name(), 0, "kcp-eu/x/y", "garbage".getBytes(StandardCharsets.UTF_8)));
        }
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> assertThat(world.contents().values(world.topics().deadLetters()).stream()
                                        .map(DeadLetter::service)
                                        .collect(Collectors.toSet()))
                                .containsExactlyInAnyOrder("ingest", "processor", "sink"));
    }

    private void run(String who, String... command) {
        StringWriter said = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(broker.options(who, folder));
        int exit = Credstream.execute(
                new PrintWriter(said, true), new PrintWriter(said, true), arguments.toArray(String[]::new));
        assertThat(exit).as(Stream.of(command).toList() + "\n" + said).isZero();
    }
}
