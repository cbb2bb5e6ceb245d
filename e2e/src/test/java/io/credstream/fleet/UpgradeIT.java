package io.credstream.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.avro.SchemaHeader;
import io.credstream.cli.Credstream;
import io.credstream.e2e.Play;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.NextBuild;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds side by side, each service in a JVM of its own. The next one has newer schemas of what ingest reports and of what the
 * processor decides. This JVM is of the old build.
 */
@Tag("fleet")
class UpgradeIT {

    private static final String REPORTED = "Credential";
    private static final String DECIDED = "ManifestUpdate";
    private static final List<String> ROTATED = List.of("a-bound", "b-bound");
    private static final int CANNOT_KNOW = 5;
    private static final Pattern WAITS_AT =
            Pattern.compile("waits for a build that reads \\S+ v\\d+ [^,]*, at (\\S+)-(\\d+)@(\\d+)");

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;
    private NextBuild next;
    private int rotations;
    private final Set<String> before = new HashSet<>();
    private final Map<Service, OtherProcess> running = new EnumMap<>(Service.class);

    @BeforeEach
    void aSettledFleetOfTheOldBuild() {
        next = NextBuild.compile(folder.resolve("next"), List.of(REPORTED, DECIDED));
        world = new TestFleet(folder);
        play = Play.on(world);
        for (Service service : Service.values()) {
            running.put(service, world.services().spawn(service));
        }
        world.services().awaitReady();
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void inTheDocumentedOrderNothingWaits() {
        // When the sink is upgraded, rolled back before anybody writes what it had to learn, and upgraded again
        upgrade(Service.SINK);
        rotationArrives();
        rollBack(Service.SINK);
        rotationArrives();
        upgrade(Service.SINK);
        // And then the processor, and then ingest
        upgrade(Service.PROCESSOR);
        rotationArrives();
        assertThat(versions(world.topics().manifestUpdates())).containsKey("v" + next.version(DECIDED));
        upgrade(Service.INGEST);
        rotationArrives();
        assertThat(versions(world.topics().credentials())).containsKey("v" + next.version(REPORTED));
        // Then nobody has waited, and nothing was skipped.
        running.values().forEach(process -> assertThat(process.output()).doesNotContain("waits for a newer build"));
        nothingWasSkipped();
    }

    @Test
    void whatIsUpgradedTooLateWaitsAndNothingIsLost() {
        // When ingest is upgraded first, and reports all anew
        OtherProcess processor = running(Service.PROCESSOR);
        upgrade(Service.INGEST);
        // Then the old processor waits, is alive, says for what and where, and commits nothing past it
        waits(processor, REPORTED);
        assertThat(processor.output()).contains("A partition waits for a newer build", next.describe(REPORTED));
        // And queries of the old build say so too.
        StringWriter said = new StringWriter();
        assertThat(ask(said, "get", "credentials")).isEqualTo(CANNOT_KNOW);
        assertThat(said.toString()).contains(next.describe(REPORTED));

        // When something changes meanwhile, and the processor is replaced
        rotate();
        OtherProcess sink = running(Service.SINK);
        upgrade(Service.PROCESSOR);
        // Then the old sink waits for what it decides
        waits(sink, DECIDED);
        assertThat(sink.output()).contains("A partition waits for a newer build", next.describe(DECIDED));
        assertThat(arrived()).as("what waits").isEmpty();
        // And once that is replaced too, everything arrives.
        upgrade(Service.SINK);
        everythingArrives();

        // When the processor is rolled back over what the next one wrote
        rollBack(Service.PROCESSOR);
        // Then it waits, and leaves all as it is
        OtherProcess back = running(Service.PROCESSOR);
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(back.readyz()).contains("waits for a", REPORTED));
        rotate();
        await().during(Duration.ofSeconds(2)).untilAsserted(() -> {
            assertThat(back.isAlive()).isTrue();
            assertThat(back.isReady()).isFalse();
            assertThat(arrived()).as("what waits").isEmpty();
        });
        // And when the next one is there again, it goes on.
        upgrade(Service.PROCESSOR);
        everythingArrives();
        nothingWasSkipped();
    }

    private void upgrade(Service service) {
        running(service).close();
        OtherProcess process = world.services().spawn(service, next);
        running.put(service, process);
        if (service != Service.INGEST) {
            await(service + " of the next build")
                    .atMost(Guarantee.SOON)
                    .untilAsserted(() ->
                            assertThat(process.isReady()).as(process.readyz()).isTrue());
        }
    }

    private OtherProcess running(Service service) {
        return Objects.requireNonNull(running.get(service));
    }

    private void rollBack(Service service) {
        running(service).close();
        running.put(service, world.services().spawn(service));
    }

    /** It is alive and not ready, and says for which version and where; nothing from there on is committed. */
    private void waits(OtherProcess old, String type) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> assertThat(old.readyz()).contains("waits for a build that reads " + next.describe(type)));
        assertThat(old.isAlive()).isTrue();
        assertThat(old.isReady()).isFalse();
        Map<TopicPartition, Long> places = places(old.readyz());
        assertThat(places).isNotEmpty();
        assertThat(committed(old.service())).allSatisfy((partition, offset) -> {
            assertThat(offset).isLessThanOrEqualTo(places.getOrDefault(partition, Long.MAX_VALUE));
        });
    }

    private static Map<TopicPartition, Long> places(String said) {
        Map<TopicPartition, Long> places = new HashMap<>();
        Matcher matcher = WAITS_AT.matcher(said);
        while (matcher.find()) {
            places.put(
                    new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
                    Long.parseLong(matcher.group(3)));
        }
        return places;
    }

    private Map<TopicPartition, Long> committed(Service service) {
        String group = Topics.DEFAULT_PREFIX + service.name().toLowerCase(Locale.ROOT);
        Map<TopicPartition, Long> committed = new HashMap<>();
        try (Admin admin = world.kafka().admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return committed;
    }

    private void rotate() {
        rotations++;
        before.addAll(revisions());
        Play.CONTROL_PLANES.forEach(id -> play.rotate(id, "not-a-password-of-rotation-" + rotations));
    }

    private void rotationArrives() {
        rotate();
        everythingArrives();
    }

    /** On all Manifests that the rotation concerns; and nothing is pending. */
    private void everythingArrives() {
        await().atMost(Guarantee.SOON).untilAsserted(() -> {
            assertThat(arrived()).hasSize(Play.CONTROL_PLANES.size() * ROTATED.size());
            assertThat(pending()).isEmpty();
        });
    }

    private List<String> arrived() {
        return revisions().stream()
                .filter(revision -> !before.contains(revision))
                .toList();
    }

    /** Of the credentials that each Manifest says it carries; the clusters say so, whatever build wrote the topics. */
    private List<String> revisions() {
        List<String> revisions = new ArrayList<>();
        for (String id : Play.CONTROL_PLANES) {
            for (String manifest : ROTATED) {
                revisions.add(world.user(id)
                        .get(ResourceKind.MANIFESTS, TestFleet.CONTROL_PLANE_NAMESPACE, manifest)
                        .orElseThrow()
                        .at("/metadata/annotations")
                        .path(ManifestAnnotations.REVISION)
                        .asText());
            }
        }
        return revisions;
    }

    private Set<String> pending() {
        Map<String, ConsumerRecord<String, byte[]>> latest = new HashMap<>();
        world.contents().raw(world.topics().manifestUpdates()).forEach(record -> latest.put(record.key(), record));
        latest.values().removeIf(record -> record.value() == null);
        return latest.keySet();
    }

    /** What a build cannot read and passes over leaves a dead letter; and no service has ended. */
    private void nothingWasSkipped() {
        assertThat(world.contents().raw(world.topics().deadLetters())).isEmpty();
        running.values()
                .forEach(process ->
                        assertThat(process.isAlive()).as(process.toString()).isTrue());
    }

    /** How many values of a topic say which version. */
    private Map<String, Integer> versions(Topic<?> topic) {
        Map<String, Integer> versions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : world.contents().raw(topic)) {
            Header header = record.headers().lastHeader(SchemaHeader.NAME);
            if (header != null) {
                versions.merge(new String(header.value(), StandardCharsets.US_ASCII), 1, Integer::sum);
            }
        }
        return versions;
    }

    private int ask(StringWriter said, String... question) {
        PrintWriter writer = new PrintWriter(said, true);
        String[] command = Stream.concat(
                        Arrays.stream(question),
                        Stream.of("--bootstrap-servers", world.kafka().bootstrapServers()))
                .toArray(String[]::new);
        return Credstream.execute(writer, writer, command);
    }
}
