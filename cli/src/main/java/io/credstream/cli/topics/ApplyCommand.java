package io.credstream.cli.topics;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.topics.UnfitTopicsException;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

@Command(
        name = "apply",
        header = "Makes the topics that are missing; changes none that exists.",
        description = "Exit code 3 if one that exists does not fit: it says so, and what to do.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream topics apply --bootstrap-servers kafka:9092 --kafka-config admin.properties",
            "  credstream topics apply --partitions 32 --replication 3 --history-window 180d"
        })
final class ApplyCommand extends Configured<CatalogueSettings> {

    ApplyCommand() {
        super(CatalogueSettings.class);
    }

    @Override
    protected Logs logs(CatalogueSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(CatalogueSettings settings) throws InterruptedException {
        try (Admin admin = Brokers.impatient(settings.kafka()).admin()) {
            List<String> made = settings.topics()
                    .setup()
                    .createMissing(admin, settings.kafka().topics());
            made.forEach(topic -> out().println("made " + topic));
            settings.topics().setup().ensure(admin, settings.kafka().topics());
            out().println(recap(made.size(), settings.kafka().topics().all().size() - made.size()));
            return ExitCode.FINE;
        } catch (UnfitTopicsException e) {
            e.problems().forEach(out()::println);
            return ExitCode.SOMETHING_TO_SEE;
        }
    }

    private static String recap(int made, int were) {
        return made + " made, " + were + " were there, all fit.";
    }
}
