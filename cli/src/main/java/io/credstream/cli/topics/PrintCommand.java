package io.credstream.cli.topics;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "print",
        header = "Prints the topics that there have to be. Asks no broker.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream topics print -o wide",
            "  credstream topics print -o commands --bootstrap-servers kafka:9092 --partitions 32 | sh",
            "  credstream topics print -o yaml --topic-prefix staging.credstream."
        })
final class PrintCommand extends Configured<CatalogueSettings> {

    /** How to print it. */
    enum Format {
        TABLE,
        WIDE,
        COMMANDS,
        JSON,
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "table, wide (with more columns), commands (of kafka-topics.sh), json, or yaml. Default: table.")
    private Format format = Format.TABLE;

    PrintCommand() {
        super(CatalogueSettings.class);
    }

    @Override
    protected Logs logs(CatalogueSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(CatalogueSettings settings) {
        List<Topic<?>> topics = settings.kafka().topics().all();
        List<NewTopic> wanted =
                settings.topics().setup().catalogue(settings.kafka().topics());
        List<TopicRow> rows = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            rows.add(TopicRow.of(topics.get(i), wanted.get(i), settings.topics().historyWindow()));
        }
        switch (format) {
            case COMMANDS -> rows.forEach(row -> out().println(command(settings.kafka(), row)));
            case TABLE -> print(OutputFormat.TABLE, rows);
            case WIDE -> print(OutputFormat.WIDE, rows);
            case JSON -> print(OutputFormat.JSON, rows);
            case YAML -> print(OutputFormat.YAML, rows);
        }
        return ExitCode.FINE;
    }

    private void print(OutputFormat as, List<TopicRow> rows) {
        Answer.print(as, "topics", TopicRow.COLUMNS, rows, out(), err());
    }

    private static String command(KafkaSettings kafka, TopicRow row) {
        StringBuilder command =
                new StringBuilder("kafka-topics.sh --bootstrap-server ").append(kafka.bootstrapServers());
        if (kafka.kafkaConfig() != null) {
            command.append(" --command-config ").append(kafka.kafkaConfig());
        }
        command.append(" --create --if-not-exists --topic ").append(row.topic());
        command.append(" --partitions ").append(row.partitions());
        command.append(" --replication-factor ").append(row.replicas());
        row.settings()
                .forEach((setting, value) ->
                        command.append(" --config ").append(setting).append('=').append(value));
        return command.toString();
    }
}
