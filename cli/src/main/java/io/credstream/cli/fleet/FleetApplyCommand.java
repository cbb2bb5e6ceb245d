package io.credstream.cli.fleet;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.log.LogReader;
import io.credstream.model.Cluster;
import io.credstream.topics.KafkaClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        header =
                "Makes the fleet what a file says: writes what is new or changed, removes what the file no longer has.",
        description = {
            "Mistakes in the file are all reported at once, and nothing is written. A cluster that does not answer is",
            "warned of and applied nevertheless. Clusters of other files, and runtimes that were discovered, are left alone.",
            "A cluster of this file that another file brought is refused (exit code 2) unless --take-over names that file."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream fleet apply -f fleet.yaml --dry-run    show what would change; exit code 3 if anything",
            "  credstream fleet apply -f fleet.yaml",
            "  credstream fleet apply -f fleet.yaml --no-check   the kubeconfigs are for another machine",
            "  credstream fleet apply -f new.yaml --take-over /etc/credstream/fleet.yaml    the file was renamed"
        })
final class FleetApplyCommand extends Configured<FleetSettings> {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The fleet file.")
    private Path file;

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    @Option(names = "--no-check", description = "Look neither at the kubeconfigs nor at the clusters.")
    private boolean noCheck;

    @Mixin
    private TakeOver takeOver = new TakeOver();

    FleetApplyCommand() {
        super(FleetSettings.class);
    }

    @Override
    protected Logs logs(FleetSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(FleetSettings settings) throws InterruptedException {
        FleetFile fleet = FleetFileReader.read(file, FleetFileReader.currentUser(), !noCheck);
        if (!noCheck) {
            ClusterCheck.warnings(fleet).forEach(err()::println);
        }
        KafkaClients kafka = Brokers.impatient(settings.kafka());
        if (!dryRun) {
            settings.topics().setup().ensure(kafka, settings.kafka().topics());
        }
        Map<String, Cluster> present;
        try (LogReader log = LogReader.open(settings.kafka(), err())) {
            present = FleetLog.read(log);
        }
        List<String> collisions = DiscoveredIds.problems(fleet, present);
        if (!collisions.isEmpty()) {
            throw new Failure(ExitCode.USAGE, collisions);
        }
        FleetDiff diff = FleetDiff.of(fleet, present);
        if (dryRun) {
            diff.lines().forEach(out()::println);
            takeOver.require(fleet, diff);
            out().println("Would be: " + diff.recap());
            return diff.isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
        }
        takeOver.require(fleet, diff);
        diff.lines().forEach(out()::println);
        FleetLog.write(kafka, settings.kafka().topics(), fleet, diff);
        out().println(diff.recap());
        return ExitCode.FINE;
    }
}
