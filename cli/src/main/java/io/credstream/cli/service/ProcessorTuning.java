package io.credstream.cli.service;

import io.credstream.cli.settings.Setting;
import io.credstream.processor.ProcessorConfig;
import java.time.Duration;

/** What can be told to a processor besides the brokers and topics. */
public record ProcessorTuning(
        @Setting(value = "Threads of the processor; more than partitions are of no use.", fallback = "1")
        int processorThreads,

        @Setting(value = "How often everything is evaluated anew.", fallback = "5m")
        Duration evaluateEvery) {

    ProcessorConfig apply(ProcessorConfig config) {
        return config.withThreads(processorThreads).withEvaluation(evaluateEvery);
    }
}
