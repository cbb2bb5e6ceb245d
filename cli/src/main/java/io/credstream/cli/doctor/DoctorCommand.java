package io.credstream.cli.doctor;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Right.Account;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.output.Style;
import io.credstream.cli.output.Terminals;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream doctor}. */
@Command(
        name = "doctor",
        header = "Says what is missing or wrong, each with a fix: on this machine, and in what is named.",
        description = {
            "With nothing named: what this machine lacks for 'docker compose up'. With a Kafka, a fleet file or a key file:",
            "whether those are as a service needs them. Exit code 3 if there is something to mend."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream doctor",
            "  " + DockerChecks.PORT_VARIABLE + "=26443 credstream doctor       with another port for the API server",
            "  credstream doctor --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream doctor -f fleet.yaml --account ingest --fingerprint-keys keys.yaml"
        })
public final class DoctorCommand extends Configured<DoctorSettings> {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "Look at the clusters of this fleet file: whether they answer, what may be done there, their clocks.")
    private @Nullable Path fleet;

    @Option(
            names = "--account",
            paramLabel = "WHOSE",
            description = "With -f: ingest, sink, or both, whose rights the kubeconfigs need. Default: both.")
    private Account account = Account.BOTH;

    public DoctorCommand() {
        super(DoctorSettings.class);
    }

    @Override
    protected Logs logs(DoctorSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(DoctorSettings settings) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Fine("Java", Runtime.version().toString()));
        String servers = settings.bootstrapServers();
        Path keys = settings.fingerprintKeys();
        if (servers == null && keys == null && fleet == null) {
            findings.addAll(new DockerChecks(new ThisMachine(), port()).all());
        }
        if (servers != null) {
            findings.addAll(
                    new KafkaChecks(settings.kafka(servers), settings.topics().setup()).all());
        }
        if (keys != null) {
            findings.addAll(KeyChecks.of(keys));
        }
        if (fleet != null) {
            findings.addAll(new FleetChecks(account, Clock.systemUTC())
                    .of(FleetFileReader.read(fleet, FleetFileReader.currentUser(), false)
                            .clusters()));
        }
        findings.forEach(finding -> out().println(line(finding)));
        boolean isFine = findings.stream().allMatch(Fine.class::isInstance);
        return isFine ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    private static String line(Finding finding) {
        return switch (finding) {
            case Fine(String what, String is) -> mark(Style.GOOD, "ok ") + "   " + what + ": " + is;
            case Trouble(String what, String is, String fix) ->
                mark(Style.BAD, "FIX") + "   " + what + ": " + is + "; " + fix;
        };
    }

    private static String mark(Style style, String text) {
        return Terminals.isColoured() ? style.apply(text) : text;
    }

    private static int port() {
        String given = System.getenv(DockerChecks.PORT_VARIABLE);
        if (given == null || given.isEmpty()) {
            return DockerChecks.PORT;
        }
        try {
            int port = Integer.parseInt(given);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for any other that is none.
        }
        throw new Failure(
                ExitCode.USAGE,
                List.of(DockerChecks.PORT_VARIABLE + ": '" + given + "' is no port; give one of 1 to 65535"));
    }
}
