package io.credstream.cli.fleet;

import io.credstream.audit.answer.ClusterAnswer;
import io.credstream.cli.get.ClustersQuestion;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        header = "Shows who is in the fleet, how well each is watched, and what to do about trouble.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream fleet list",
            "  credstream fleet list -f fleet.yaml -o wide       what of this file is in the fleet"
        })
final class FleetListCommand extends ClustersQuestion {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Show the clusters of this fleet file only, and say which of them have not been applied.")
    private @Nullable Path file;

    private final Set<String> told = new HashSet<>();

    @Override
    protected List<ClusterAnswer> choose(List<ClusterAnswer> members) {
        if (file == null) {
            return members;
        }
        Set<String> known = members.stream().map(ClusterAnswer::cluster).collect(Collectors.toSet());
        FleetFile fleet = FleetFileReader.read(file, FleetFileReader.currentUser(), false);
        fleet.places().keySet().stream()
                .filter(id -> !known.contains(id) && told.add(id))
                .sorted()
                .forEach(id -> err().println(
                                id + " is in the file and not in the fleet; run credstream fleet apply -f " + file));
        return members.stream()
                .filter(row -> fleet.places().containsKey(row.cluster()))
                .toList();
    }
}
