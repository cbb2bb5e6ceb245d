package io.credstream.processor;

import io.credstream.read.SkippedRecords;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that a processor can be told.
 *
 * @param stateDir of this processor alone; may be lost, then everything is read again
 * @param threads stream threads
 * @param evaluation how often a task evaluates all that it owns
 * @param memory for how long it is remembered at which version an object was found gone
 * @param skipped records that are put aside although only a newer build could read them
 */
public record ProcessorConfig(
        KafkaSetup kafka,
        Path stateDir,
        int threads,
        Duration evaluation,
        Duration memory,
        RetryPolicy retries,
        SkippedRecords skipped) {

    public ProcessorConfig {
        if (threads < 1 || !evaluation.isPositive() || !memory.isPositive()) {
            throw new IllegalArgumentException("threads and durations must be positive");
        }
    }

    /** Defaults for everything but the brokers, the topics and where the state lies. */
    public static ProcessorConfig of(KafkaSetup kafka, Path stateDir) {
        return new ProcessorConfig(
                kafka,
                stateDir,
                1,
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                RetryPolicy.DEFAULT,
                SkippedRecords.NONE);
    }

    public ProcessorConfig withThreads(int number) {
        return new ProcessorConfig(kafka, stateDir, number, evaluation, memory, retries, skipped);
    }

    public ProcessorConfig withEvaluation(Duration every) {
        return new ProcessorConfig(kafka, stateDir, threads, every, memory, retries, skipped);
    }

    public ProcessorConfig withRetries(RetryPolicy policy) {
        return new ProcessorConfig(kafka, stateDir, threads, evaluation, memory, policy, skipped);
    }

    public ProcessorConfig withSkipped(SkippedRecords records) {
        return new ProcessorConfig(kafka, stateDir, threads, evaluation, memory, retries, records);
    }

    /**
     * The group that shares out the work, and the beginning of the names of the changelogs; processors of one fleet have the same,
     * and it stays the same when they are upgraded.
     */
    String applicationId() {
        return kafka.topics().prefix() + "processor";
    }
}
