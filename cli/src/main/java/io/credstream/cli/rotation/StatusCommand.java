package io.credstream.cli.rotation;

import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.audit.rotation.Rotation;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        header = "How far the last change of a credential's content has come, Manifest by Manifest.",
        description = {
            "Announced: the Manifest was seen with the new revision. Reconciled: lifecycle-manager's status moved after that,",
            "to the second. Exit code 0: all are ready; 3: some are not."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream rotation status kcp-eu/kcp-system/registry-cred",
            "  credstream rotation status registry-cred -o json | jq '.manifests[] | select(.stage != \"Ready\")'"
        })
final class StatusCommand extends Inquiry<StatusCommand.Told> {

    /** How far it has come. */
    record Told(Rotation rotation, Basis basis) implements Based {}

    @Parameters(paramLabel = "CREDENTIAL", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = When.Converter.class,
            description = "As it was at " + When.FORMS + ".")
    private @Nullable When at;

    StatusCommand() {
        super(RotationDocument.class);
    }

    @Override
    protected @Nullable When at() {
        return at;
    }

    @Override
    protected Told answer(LogReader log) {
        RotationLog rotations = new RotationLog(log);
        return new Told(rotations.rotation(rotations.change(name)), rotations.basis());
    }

    @Override
    protected Record document(Told told) {
        return RotationDocument.of(told.rotation(), told.basis());
    }

    @Override
    protected void print(Told told, boolean wide, PrintWriter out) {
        RotationDocument document = RotationDocument.of(told.rotation(), told.basis());
        document.recap().forEach(out::println);
        if (document.selecting() > 0) {
            out.println();
            Answer.print(
                    wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                    "Manifests",
                    ReachRow.COLUMNS,
                    document.manifests(),
                    out,
                    err());
        }
    }

    @Override
    protected ExitCode exitCode(Told told) {
        return told.rotation().hasReached(Stage.READY) ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }
}
