package io.credstream.cli.fleet;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Which other fleet files clusters may be taken over from. Without it a file keeps to its own clusters and to ids that no file has
 * brought: two files with one id would point the cluster now here, now there, each with a reason to undo what the other said.
 */
public final class TakeOver {

    @Option(
            names = "--take-over",
            paramLabel = "ORIGIN",
            description =
                    "Take over the clusters that this file names and that another fleet file brought: the name or path"
                            + " of that file. Can be repeated. Without it they are refused.")
    private List<String> origins = List.of();

    public TakeOver() {}

    TakeOver(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /**
     * Returns if every cluster of the file may be written.
     *
     * @throws Failure with a line for each that belongs to another file
     */
    public void require(FleetFile file, FleetDiff diff) {
        List<String> refused = diff.takenOver().entrySet().stream()
                .filter(taken -> !origins.contains(taken.getValue()))
                .map(taken -> refusal(file, taken.getKey(), taken.getValue()))
                .toList();
        if (!refused.isEmpty()) {
            throw new Failure(ExitCode.USAGE, refused);
        }
    }

    private static String refusal(FleetFile file, String id, String origin) {
        return file.places().getOrDefault(id, file.origin()) + ": cluster " + id + " belongs to another fleet file, '"
                + origin + "'; give it another id, or take it over with --take-over '" + origin + "'";
    }
}
