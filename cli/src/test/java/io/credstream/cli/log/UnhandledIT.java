package io.credstream.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.ExitCode;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.read.Cut;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** A record whose handling fails is left out of an answer, named, and part of the exit code. */
class UnhandledIT {

    @Test
    void theRestIsAnsweredAndTheRecordIsNamed() throws Exception {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        StringWriter err = new StringWriter();
        List<String> seen = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            try (Admin admin = kafka.admin();
                    Producer<String, byte[]> producer = kafka.producer(Map.of())) {
                new TopicSetup(1, 1, Duration.ofDays(90)).ensure(admin, topics);
                for (String id : List.of("kcp-a", "kcp-b", "kcp-c")) {
                    producer.send(topics.clusters().record(id, cluster(id), 1)).get();
                }
            }
            KafkaSettings settings = new KafkaSettings(broker.bootstrapServers(), null, Topics.DEFAULT_PREFIX);
            try (LogReader log = LogReader.open(settings, new PrintWriter(err))) {
                log.read(topics.clusters(), Cut.START, record -> {
                    if (record instanceof TopicRecord.Value<Cluster>(var key, var cluster, var at, var time)) {
                        if (key.equals("kcp-b")) {
                            throw new IllegalStateException("s3cr3t-c4n4ry");
                        }
                        seen.add(key);
                    }
                });
                assertThat(log.exitCode(ExitCode.FINE)).isEqualTo(ExitCode.CANNOT_KNOW);
                assertThat(log.exitCode(ExitCode.BREAKS)).isEqualTo(ExitCode.BREAKS);
                assertThat(log.basis(List.of(topics.clusters())).unhandled())
                        .singleElement()
                        .asString()
                        .startsWith("credstream.clusters-0@1: IllegalStateException at ");
            }
        }
        assertThat(seen).containsExactly("kcp-a", "kcp-c");
        assertThat(err.toString())
                .contains("Warning: 1 records could not be handled", "credstream.clusters-0@1")
                .doesNotContain("c4n4ry");
    }

    private static Cluster cluster(String id) {
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("kubeconfig", null),
                List.of("kcp-system"),
                "1.3.10",
                new Cause.Request("operator", "fleet apply"));
    }
}
