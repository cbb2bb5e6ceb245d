package io.credstream.cli.topics;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.topics.Move.Copied;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "copy",
        header =
                "Copies what cannot be observed again to topics under another prefix, for another number of partitions.",
        description = {
            "Creates the topics under the other prefix and copies what only operators can say: clusters, pins and orders.",
            "Everything else is reported again once the services are started with that prefix. Topics under the old prefix",
            "are left as they are: they answer questions about the time before. The services have to be stopped first, all",
            "of them, or it refuses. A control plane on which a fuse holds a change is paused under the new prefix. Can be",
            "run again if it was interrupted."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream topics copy --to-prefix credstream.b. --partitions 48 --dry-run",
            "  credstream topics copy --to-prefix credstream.b. --partitions 48 --kafka-config admin.properties",
            "  credstream topics copy --topic-prefix staging. --to-prefix staging.b. --partitions 32"
        })
final class CopyCommand extends Configured<CatalogueSettings> {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(
            names = "--to-prefix",
            required = true,
            paramLabel = "PREFIX",
            description = "What the names of the other topics start with.")
    private String toPrefix;

    @Option(names = "--dry-run", description = "Show what would be copied, and change nothing.")
    private boolean dryRun;

    CopyCommand() {
        super(CatalogueSettings.class);
    }

    @Override
    protected Logs logs(CatalogueSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(CatalogueSettings settings) throws InterruptedException {
        KafkaSettings from = settings.kafka();
        if (toPrefix.equals(from.topicPrefix())) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of("--to-prefix: '" + toPrefix + "' is the prefix of these topics; give another one"));
        }
        Topics to = Topics.withPrefix(toPrefix);
        KafkaClients kafka = Brokers.impatient(from);
        try (Admin admin = kafka.admin()) {
            Services.requireStopped(admin, List.of(from.topicPrefix(), toPrefix));
            Move move;
            try (LogReader log = LogReader.open(from, err())) {
                move = Move.of(log);
            }
            try (LogReader there =
                    LogReader.open(new KafkaSettings(from.bootstrapServers(), from.kafkaConfig(), toPrefix), err())) {
                move.requireRoom(there);
            }
            if (!dryRun) {
                settings.topics().setup().ensure(admin, to);
                try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
                    move.write(producer, to);
                }
            }
            print(move);
        }
        return dryRun ? ExitCode.SOMETHING_TO_SEE : ExitCode.FINE;
    }

    private void print(Move move) {
        String did = dryRun ? "would copy " : "copied ";
        for (Copied copied : move.copied()) {
            out().println(did + copied.records() + " of " + copied.topic());
        }
        move.paused()
                .forEach(order -> out().println((dryRun ? "would pause " : "paused ")
                        + order.target().display() + " under the new prefix: " + order.reason()));
        if (!dryRun) {
            out().println("Now start the services with --topic-prefix " + toPrefix
                    + ", and name it in every command. What they would write: credstream get pending --topic-prefix "
                    + toPrefix);
        }
    }
}
