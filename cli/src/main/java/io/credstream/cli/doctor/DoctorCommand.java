package io.credstream.cli.doctor;

import io.credstream.audit.rotation.KeyUse;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Right.Account;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Line;
import io.credstream.cli.output.Style;
import io.credstream.cli.output.Terminals;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.topics.Topic;
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
            "whether those are as a service needs them, and whether services get on with what is in Kafka. With a Kafka and a",
            "key file: which keys may go from the file now, which not yet and because of which clusters. Exit code 3 if there",
            "is something to mend."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream doctor",
            "  " + DockerChecks.PORT_VARIABLE + "=26443 credstream doctor       with another port for the API server",
            "  credstream doctor --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream doctor -f fleet.yaml --account ingest --fingerprint-keys keys.yaml",
            "  credstream doctor --bootstrap-servers kafka:9092 --fingerprint-keys keys.yaml       which keys may go"
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
            if (servers != null && findings.stream().allMatch(Fine.class::isInstance)) {
                findings.addAll(keyUse(settings.kafka(servers), FingerprintKeys.load(keys)));
            }
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

    private List<Finding> keyUse(KafkaSettings kafka, FingerprintKeys keys) throws InterruptedException {
        try (LogReader log = LogReader.open(kafka, err())) {
            List<Topic<?>> read = List.of(log.topics().clusters(), log.topics().credentials());
            return KeyUseChecks.of(keys, KeyUse.of(log.facts(read)));
        }
    }

    private static Line line(Finding finding) {
        Line line = new Line(Terminals.isColoured());
        return switch (finding) {
            case Fine(String what, String is) -> line.add(Style.GOOD, "ok ").add("   " + what + ": " + is);
            case Trouble(String what, String is, String fix) ->
                line.add(Style.BAD, "FIX").add("   " + what + ": " + is + "; " + fix);
        };
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
