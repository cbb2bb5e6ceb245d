package io.credstream.cli.rotation;

import io.credstream.audit.answer.RotationAnswer;
import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.LogReader;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        header = "Waits until the last change of a credential's content has arrived at every Manifest that selects it.",
        description =
                "Exit code 0: it has; 3: it had not when the time was over, and the last line says where it stood.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream rotation wait registry-cred --timeout 10m",
            "  credstream rotation wait registry-cred --for ready && revoke-the-old-password"
        })
final class WaitCommand extends Configured<GetSettings> {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "CREDENTIAL", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long to wait. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(
            names = "--for",
            paramLabel = "STAGE",
            defaultValue = "announced",
            description = "announced, reconciled or ready. Default: ${DEFAULT-VALUE}.")
    private Stage stage = Stage.ANNOUNCED;

    WaitCommand() {
        super(GetSettings.class);
    }

    @Override
    protected Logs logs(GetSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(GetSettings settings) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        String shown = "";
        while (true) {
            RotationAnswer rotation;
            ExitCode fine;
            try (LogReader log = LogReader.open(settings, err(), null)) {
                rotation = new RotationLog(log).rotation(name);
                fine = log.exitCode(ExitCode.FINE);
            }
            if (!RotationText.progress(rotation).equals(shown)) {
                shown = RotationText.progress(rotation);
                err().println(shown);
            }
            boolean arrived = rotation.manifests().stream()
                    .allMatch(manifest -> manifest.stage().hasReached(stage));
            if (arrived || System.nanoTime() > end) {
                RotationText.recap(rotation).forEach(out()::println);
                return arrived ? fine : ExitCode.SOMETHING_TO_SEE;
            }
            Thread.sleep(PAUSE);
        }
    }
}
