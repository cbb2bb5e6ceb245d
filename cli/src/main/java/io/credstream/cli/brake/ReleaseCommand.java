package io.credstream.cli.brake;

import io.credstream.audit.fuse.HeldChange;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.Operator;
import io.credstream.cli.log.ControlPlanes;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.text.Names;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code credstream release}. */
@Command(
        name = "release",
        header = "Lets a change go that a fuse holds: what waits for it is written, at once.",
        description = {
            "A change of one thing that is about more Manifests than the fuse of their control plane allows is held ('credstream get held');"
                    + " see 'fuse' in 'credstream fleet --help'. To take it back instead, undo the change: then nothing of it is pending any more."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get held",
            "  credstream release credstream.templates-2@17 --reason 'reviewed with the module team'",
            "  credstream release --cluster kcp-eu --reason 'planned: new registry'"
        })
public final class ReleaseCommand extends Configured<KafkaSettings> {

    @Parameters(
            arity = "0..*",
            paramLabel = "CHANGE",
            description = "As 'credstream get held' shows it: cluster/change, or the end of it.")
    private List<String> changes = List.of();

    @Option(names = "--cluster", paramLabel = "ID", description = "All that are held on this control plane.")
    private @Nullable String cluster;

    @Option(names = "--all", description = "All that are held.")
    private boolean all;

    @Mixin
    private Operator operator = new Operator();

    public ReleaseCommand() {
        super(KafkaSettings.class);
    }

    @Override
    protected Logs logs(KafkaSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(KafkaSettings settings) throws InterruptedException {
        List<HeldChange> released;
        List<HeldChange> left;
        Instant now;
        try (LogReader log = LogReader.open(settings, err())) {
            var facts = log.facts();
            now = log.moment();
            String on = cluster == null
                    ? null
                    : ControlPlanes.resolve(cluster, facts.latest(log.topics().clusters()));
            List<HeldChange> held = HeldChange.in(facts);
            released = chosen(held, on);
            left = held.stream().filter(change -> !released.contains(change)).toList();
        }
        if (released.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of("Nothing to release: no fuse holds a change" + (cluster == null ? "" : " of " + cluster)
                            + "."));
        }
        try (OperatorLog log = OperatorLog.open(settings)) {
            for (HeldChange change : released) {
                log.say(new Order(change.target(), new Brake(Mode.RESUME), operator.user(), operator.reason(), now));
            }
        }
        released.forEach(change -> out().println(describe(change, left)));
        out().flush();
        return ExitCode.FINE;
    }

    private static String describe(HeldChange released, List<HeldChange> left) {
        int waiting = released.waitingFor(left).size();
        String text = "Released " + released.name() + ": "
                + (released.manifests().size() - waiting) + " Manifests are to be written.";
        return waiting == 0
                ? text
                : text + " " + waiting + " more stay held for "
                        + left.stream()
                                .filter(other ->
                                        !other.waitingFor(List.of(released)).isEmpty())
                                .map(HeldChange::name)
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private List<HeldChange> chosen(List<HeldChange> held, @Nullable String on) {
        if ((changes.isEmpty() ? 0 : 1) + (on == null ? 0 : 1) + (all ? 1 : 0) != 1) {
            throw new Failure(ExitCode.USAGE, List.of("What to release: give changes, --cluster, or --all"));
        }
        Map<String, HeldChange> byName = new LinkedHashMap<>();
        held.forEach(change -> byName.put(change.name(), change));
        return changes.isEmpty()
                ? held.stream()
                        .filter(change ->
                                on == null || change.target().cluster().equals(on))
                        .toList()
                : changes.stream()
                        .map(name -> Names.resolve(name, byName.keySet(), "held change"))
                        .distinct()
                        .map(name -> Objects.requireNonNull(byName.get(name)))
                        .toList();
    }
}
