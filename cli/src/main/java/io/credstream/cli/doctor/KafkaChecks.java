package io.credstream.cli.doctor;

import io.credstream.cli.Failure;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.topics.TopicDifference;
import io.credstream.topics.TopicSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Whether Kafka answers, has topics that fit, and whether services get on with what is in them. */
final class KafkaChecks {

    private final KafkaSettings kafka;
    private final TopicSetup setup;

    KafkaChecks(KafkaSettings kafka, TopicSetup setup) {
        this.kafka = kafka;
        this.setup = setup;
    }

    /** What cannot be asked for want of a broker is not asked. */
    List<Finding> all() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = Brokers.impatient(kafka).admin()) {
            List<TopicDifference> differences = setup.differences(admin, kafka.topics());
            findings.add(new Fine("Kafka", "answers at " + kafka.bootstrapServers()));
            differences.forEach(difference ->
                    findings.add(new Trouble("Topic " + difference.topic(), difference.what(), difference.fix())));
            if (differences.isEmpty()) {
                findings.add(new Fine("Topics", "all " + kafka.topics().all().size() + " are there and fit"));
            }
            if (differences.stream().noneMatch(TopicDifference.Missing.class::isInstance)) {
                findings.addAll(GroupChecks.of(admin, kafka.topicPrefix(), kafka.topics()));
            }
        } catch (Failure failure) {
            findings.add(trouble(failure.lines().getFirst()));
        } catch (KafkaException e) {
            Optional<String> refusal = Brokers.refusal(e);
            findings.add(trouble(refusal.orElseThrow(() -> e)));
        }
        return findings;
    }

    /** Of a line in which the fix comes last. */
    private static Trouble trouble(String line) {
        int fix = line.lastIndexOf("; ");
        return new Trouble("Kafka", line.substring(0, fix), line.substring(fix + 2));
    }
}
