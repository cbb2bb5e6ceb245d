package io.credstream.cli.topics;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Output;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.TopicDifference;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        header = "Says which topics are missing or unfit, and what to do about each; changes nothing.",
        description =
                "Exit code 3 if any is. As services see it at their start: those that do not fit keep them from starting.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream topics check --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream topics check --history-window 30d -o json"
        })
final class CheckCommand extends Configured<CatalogueSettings> {

    @Mixin
    private Output output = new Output();

    CheckCommand() {
        super(CatalogueSettings.class);
    }

    @Override
    protected Logs logs(CatalogueSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(CatalogueSettings settings) throws InterruptedException {
        List<TopicDifference> differences;
        try (Admin admin = Brokers.impatient(settings.kafka()).admin()) {
            differences = settings.topics()
                    .setup()
                    .differences(admin, settings.kafka().topics());
        }
        List<DifferenceRow> rows = differences.stream().map(DifferenceRow::of).toList();
        if (rows.isEmpty() && output.format() == OutputFormat.TABLE) {
            out().println("All " + settings.kafka().topics().all().size() + " topics are there and fit.");
        } else {
            Answer.print(output.format(), "differences", DifferenceRow.COLUMNS, rows, out(), err());
        }
        return rows.isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }
}
