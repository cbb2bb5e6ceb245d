package io.credstream.cli.pin;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.Operator;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.log.Rate;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.text.Names;
import io.credstream.model.Pin;
import java.util.List;
import java.util.SortedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "release",
        header = "Takes pins back: templates and credentials count again, at once.",
        description = {
            "What a pin replaced is not put back where no template asks for it.",
            "Where the topic of pins was lost, a Manifest that says 'Pinned' is released all the same."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream pin release a1b2-template-operator-1234 --reason 'the template is mended'",
            "  credstream pin release --all --reason 'the outage is over' --rate 10/s"
        })
final class PinReleaseCommand extends Configured<KafkaSettings> {

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Of Manifests that are pinned: cluster/namespace/name, or the end of it.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All pins that hold.")
    private boolean all;

    @Mixin
    private Operator operator = new Operator();

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "50/s",
            description = "How many to release a second. Default: ${DEFAULT-VALUE}.")
    private Rate rate = new Rate(50);

    PinReleaseCommand() {
        super(KafkaSettings.class);
    }

    @Override
    protected Logs logs(KafkaSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(KafkaSettings settings) throws InterruptedException {
        if (names.isEmpty() != all) {
            throw new Failure(ExitCode.USAGE, List.of("Which pins to release: give names, or --all"));
        }
        StandingPins standing;
        Pin.Release release;
        try (LogReader log = LogReader.open(settings, err())) {
            standing = StandingPins.read(log);
            release = new Pin.Release(operator.user(), operator.reason(), log.moment());
        }
        List<Pin> released = chosen(standing.manifests()).stream()
                .map(key -> standing.pin(key, release).released(release))
                .toList();
        try (OperatorLog log = OperatorLog.open(settings)) {
            log.say(released, rate);
        }
        released.forEach(pin -> out().println("Released " + pin.manifest() + ", " + formerly(standing, pin)));
        out().println(released.size() + " released.");
        out().flush();
        return ExitCode.FINE;
    }

    private List<String> chosen(SortedSet<String> pinned) {
        return all
                ? List.copyOf(pinned)
                : names.stream()
                        .map(name -> Names.resolve(name, pinned, "pinned Manifest"))
                        .distinct()
                        .toList();
    }

    private static String formerly(StandingPins standing, Pin pin) {
        return standing.known().containsKey(pin.key())
                ? "which " + pin.user() + " had pinned: " + pin.reason()
                : "which says that it is pinned, though the topic of pins has lost by whom and why";
    }
}
