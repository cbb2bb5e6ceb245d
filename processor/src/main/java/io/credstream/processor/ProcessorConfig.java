package io.credstream.processor;

import io.credstream.read.SkippedRecords;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that a processor can be told.
 *
 * @param applicationId the group that shares out the work, and the beginning of the names of the changelogs; processors of one
 *     fleet have the same, and it stays the same when they are upgraded
 * @param sessionTimeout how long an instance may be unheard of before others take its work over
 * @param stateDir of this processor alone; may be lost, then everything is read again
 * @param threads stream threads
 * @param evaluation how often a task evaluates all that it owns
 * @param memory for how long it is remembered at which version an object was found gone
 * @param skipped records that are put aside although only a newer build could read them
 */
public record ProcessorConfig(
        KafkaClients kafka,
        Topics topics,
        TopicSetup topicSetup,
        String applicationId,
        Duration sessionTimeout,
        Path stateDir,
        int threads,
        Duration evaluation,
        Duration memory,
        RetryPolicy retries,
        SkippedRecords skipped) {

    public ProcessorConfig {
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("the application must have an id");
        }
        if (threads < 1 || !sessionTimeout.isPositive() || !evaluation.isPositive() || !memory.isPositive()) {
            throw new IllegalArgumentException("threads and durations must be positive");
        }
    }

    /** Defaults for everything but the brokers, the topics' names and where the state lies. */
    public static ProcessorConfig defaults(KafkaClients kafka, String prefix, Path stateDir) {
        return new ProcessorConfig(
                kafka,
                Topics.withPrefix(prefix),
                TopicSetup.DEFAULTS,
                prefix + "processor",
                KafkaClients.SESSION_TIMEOUT,
                stateDir,
                1,
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                RetryPolicy.DEFAULT,
                SkippedRecords.NONE);
    }

    public ProcessorConfig withTopicSetup(TopicSetup setup) {
        return new ProcessorConfig(
                kafka,
                topics,
                setup,
                applicationId,
                sessionTimeout,
                stateDir,
                threads,
                evaluation,
                memory,
                retries,
                skipped);
    }

    public ProcessorConfig withSessionTimeout(Duration timeout) {
        return new ProcessorConfig(
                kafka,
                topics,
                topicSetup,
                applicationId,
                timeout,
                stateDir,
                threads,
                evaluation,
                memory,
                retries,
                skipped);
    }

    public ProcessorConfig withThreads(int number) {
        return new ProcessorConfig(
                kafka,
                topics,
                topicSetup,
                applicationId,
                sessionTimeout,
                stateDir,
                number,
                evaluation,
                memory,
                retries,
                skipped);
    }

    public ProcessorConfig withEvaluation(Duration every) {
        return new ProcessorConfig(
                kafka,
                topics,
                topicSetup,
                applicationId,
                sessionTimeout,
                stateDir,
                threads,
                every,
                memory,
                retries,
                skipped);
    }

    public ProcessorConfig withRetries(RetryPolicy policy) {
        return new ProcessorConfig(
                kafka,
                topics,
                topicSetup,
                applicationId,
                sessionTimeout,
                stateDir,
                threads,
                evaluation,
                memory,
                policy,
                skipped);
    }

    public ProcessorConfig withSkipped(SkippedRecords records) {
        return new ProcessorConfig(
                kafka,
                topics,
                topicSetup,
                applicationId,
                sessionTimeout,
                stateDir,
                threads,
                evaluation,
                memory,
                retries,
                records);
    }
}
