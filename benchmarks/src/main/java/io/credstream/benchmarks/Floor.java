package io.credstream.benchmarks;

import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.KafkaClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The bare steps that a propagation cannot do without: one event of a watch, three records from producer to consumer, one PATCH.
 * Bare means the plainest client there is, and nothing around it.
 */
final class Floor implements AutoCloseable {

    private static final String TOPIC = "benchmark-floor";
    private static final String NAME = "floor";
    private static final int HOPS = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedCluster cluster;
    private final BufferedReader events;
    private final Producer<String, byte[]> producer;
    private final Consumer<String, byte[]> consumer;
    private int round;

    Floor(KafkaClients kafka, EmbeddedCluster cluster) throws IOException, InterruptedException, ExecutionException {
        this.cluster = cluster;
        cluster.as(NAME).apply("""
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Kyma
                metadata: {name: floor, namespace: kcp-system}
                spec: {channel: regular}
                """);
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        producer = kafka.producer(Map.of());
        consumer = kafka.consumer(Map.of());
        consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
        events = watch();
    }

    /** One round, in nanoseconds. */
    long measure() throws IOException, InterruptedException, ExecutionException {
        round++;
        long started = System.nanoTime();
        cluster.as(NAME)
                .edit(
                        ResourceKind.KYMAS,
                        "kcp-system",
                        NAME,
                        kyma -> kyma.withObject("/spec").put("round", round));
        events.readLine();
        for (int hop = 0; hop < HOPS; hop++) {
            producer.send(new ProducerRecord<>(TOPIC, "key", new byte[300])).get();
            while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                Thread.onSpinWait();
            }
        }
        patch();
        long nanos = System.nanoTime() - started;
        events.readLine();
        return nanos;
    }

    @Override
    public void close() throws IOException {
        producer.close();
        consumer.close();
        events.close();
        http.close();
    }

    private BufferedReader watch() throws IOException, InterruptedException {
        HttpRequest request = request("?watch=true&resourceVersion=" + cluster.resourceVersion())
                .build();
        return new BufferedReader(new InputStreamReader(
                http.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    private void patch() throws IOException, InterruptedException {
        String patch = "[{\"op\":\"add\",\"path\":\"/spec/patched\",\"value\":%d}]".formatted(round);
        HttpRequest request = request("/" + NAME)
                .header("Content-Type", "application/json-patch+json")
                .method("PATCH", BodyPublishers.ofString(patch))
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the bare PATCH was answered with " + status);
        }
    }

    private HttpRequest.Builder request(String rest) {
        URI uri =
                URI.create(cluster.url() + "/apis/operator.kyma-project.io/v1beta2/namespaces/kcp-system/kymas" + rest);
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + cluster.adminToken());
    }
}
