package io.credstream.cli.rotation;

import io.credstream.audit.answer.RotationAnswer;
import io.credstream.audit.answer.RotationAnswer.Reached;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.InquiryAt;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
final class StatusCommand extends InquiryAt<RotationAnswer> {

    private static final List<Column<Reached>> COLUMNS = List.of(
            Column.of("MANIFEST", Reached::manifest),
            Column.<Reached>of("STAGE", Reached::stage).styled(StatusCommand::style),
            Column.of("ANNOUNCED", row -> millis(row.announcedMillis())),
            Column.of("RECONCILED", row -> millis(row.reconciledMillis())),
            Column.of("WAITING-FOR", Reached::waiting));

    @Parameters(paramLabel = "CREDENTIAL", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    StatusCommand() {
        super("rotation");
    }

    @Override
    protected RotationAnswer answer(LogReader log) {
        return new RotationLog(log).rotation(name);
    }

    @Override
    protected void print(RotationAnswer rotation, Basis basis) {
        RotationText.recap(rotation).forEach(out()::println);
        if (rotation.selecting() > 0) {
            out().println();
            Answer.table(output().isWide(), "Manifests", COLUMNS, rotation.manifests(), out(), err());
        }
    }

    @Override
    protected ExitCode exitCode(RotationAnswer rotation) {
        return rotation.ready() == rotation.selecting() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    private static @Nullable String millis(@Nullable Long millis) {
        return millis == null ? null : "after " + millis + " ms";
    }

    private static Style style(String stage) {
        return switch (stage) {
            case "Ready" -> Style.GOOD;
            case "Waiting" -> Style.ATTENTION;
            default -> Style.PLAIN;
        };
    }
}
