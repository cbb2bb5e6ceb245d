package io.credstream.cli.replay;

import io.credstream.audit.Facts;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.tail.TopicNames;
import io.credstream.topics.Topic;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code replay --to-topic}, and what is done with them. */
final class Republish {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(
            names = "--to-topic",
            required = true,
            paramLabel = "TOPIC",
            description = {
                "Publish a part of the log in this topic, for tools that read JSON: documents as 'credstream tail' shows",
                "them, under their keys, at their times, in the order of time. If it is missing it is made, with one",
                "partition, and keeps everything."
            })
    private String target;

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(names = "--from", required = true, paramLabel = "TIME", description = "From " + When.FORMS + ".")
    private When from;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to such a time. Default: now.")
    private @Nullable When until;

    @Option(
            names = "--topics",
            paramLabel = "TOPIC",
            split = ",",
            description = "Only what is in these topics. Default: those with history.")
    private List<String> topics = List.of();

    ExitCode run(KafkaSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException {
        List<Topic<?>> chosen = topics.isEmpty()
                ? Facts.of(settings.topics())
                : TopicNames.resolve(topics, settings.topics(), settings.topicPrefix());
        Republication republication = Republication.of(settings, target);
        try (LogReader log = LogReader.open(settings, err, until)) {
            var start = log.before(from);
            var clients = Brokers.impatient(settings);
            if (republication.makeTopic(clients)) {
                out.println("made " + target);
            }
            Publisher.Sent sent = republication.publish(clients, log, chosen, start);
            out.println(
                    sent.records() == 0
                            ? "Nothing is in the log of that time."
                            : sent.records() + " records of " + sent.first() + " to " + sent.last() + " are in "
                                    + target + ".");
        }
        return ExitCode.FINE;
    }
}
