package io.credstream.cli.plan;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.PlanAnswer;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.InquiryWith;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.ObjectFile;
import io.credstream.cli.objects.ObjectSources;
import io.credstream.cli.text.Names;
import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Projections;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.topics.Topic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream plan}. */
@Command(
        name = "plan",
        header = "Says what a change would do to every Manifest of the fleet, before it is made; changes nothing.",
        description = {
            "The processor's own code decides about the fleet as the log has it, with the change made. Exit code 0: nothing",
            "would change; 3: something would; 4: something would get worse. Where ingest has another --secret-selector than the",
            "default, give the same here."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream plan -f rotated-secret.yaml --cluster kcp-eu --fingerprint-keys keys.yaml",
            "  kubectl get moduletemplate op-1.0.0 -o yaml | … | credstream plan -f - --all",
            "  credstream plan --delete credential kcp-eu/kcp-system/registry-cred",
            "  credstream plan --delete template op-1.0.0 -o json | jq .patched"
        })
public final class PlanCommand extends InquiryWith<PlanSettings, PlanAnswer> {

    private static final Map<String, Kind> KINDS =
            Map.of("credential", Kind.SECRET, "template", Kind.MODULE_TEMPLATE, "manifest", Kind.MANIFEST);

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "Objects that would be applied: YAML or JSON, a folder of such files, or - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--cluster", paramLabel = "ID", description = "To which cluster; may be given several times.")
    private List<String> clusters = List.of();

    @Option(names = "--all", description = "To every cluster of the fleet; Manifests to every control plane.")
    private boolean all;

    @Option(
            names = "--delete",
            arity = "2",
            paramLabel = "WHAT",
            hideParamSyntax = true,
            description =
                    "Instead, or besides: credential, template or manifest, and its name. May be given several times.")
    private List<String> deletions = List.of();

    public PlanCommand() {
        super(PlanSettings.class, "plan");
    }

    @Override
    protected GetSettings log(PlanSettings settings) {
        return settings.log();
    }

    @Override
    protected PlanAnswer answer(LogReader log, PlanSettings settings) {
        List<ObjectFile> read = read();
        Facts facts = log.facts();
        PlannedChanges changes = new PlannedChanges(facts, projections(settings));
        if (!read.isEmpty()) {
            Collection<Cluster> targets = targets(facts);
            for (ObjectFile file : read) {
                for (KubernetesObject object : file.objects()) {
                    changes.apply(object, targets);
                }
            }
        }
        for (int i = 0; i < deletions.size(); i += 2) {
            Kind kind = kind(deletions.get(i));
            changes.delete(kind, known(facts, kind, deletions.get(i), deletions.get(i + 1)));
        }
        return PlanAnswer.of(Plan.of(facts, changes.changes()), changes.ineffective());
    }

    @Override
    protected void print(PlanAnswer plan, Basis basis) {
        plan.ineffective().forEach(err()::println);
        Effects.print(output().isWide(), plan, out(), err());
    }

    @Override
    protected ExitCode exitCode(PlanAnswer plan) {
        if (plan.worse() > 0) {
            return ExitCode.BREAKS;
        }
        return plan.effects().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    private static Projections projections(PlanSettings settings) {
        Path keys = settings.fingerprintKeys();
        FingerprintKeys known = keys == null ? FingerprintKeys.ephemeral() : FingerprintKeys.load(keys);
        return new Projections(settings.selection().secretSelector(), known.reader());
    }

    private List<ObjectFile> read() {
        if (files.isEmpty() && deletions.isEmpty()) {
            throw usage("Nothing is planned; give -f FILE with --cluster or --all, or --delete");
        }
        if (!files.isEmpty() && clusters.isEmpty() == !all) {
            throw usage("-f needs either --cluster or --all, to say where the objects would be applied");
        }
        List<ObjectFile> read = files.isEmpty() ? List.of() : ObjectSources.read(files, System.in);
        List<String> unreadable = read.stream()
                .flatMap(file -> file.unreadable().stream())
                .map(ObjectFile.Unreadable::toString)
                .toList();
        if (!unreadable.isEmpty()) {
            throw new Failure(ExitCode.USAGE, unreadable);
        }
        return read;
    }

    private Collection<Cluster> targets(Facts facts) {
        Set<String> members = facts.latest(facts.topics().clusters()).records().keySet();
        Collection<String> ids = all
                ? members
                : clusters.stream()
                        .map(id -> Names.resolve(id, members, "cluster"))
                        .toList();
        return ids.stream()
                .flatMap(id -> facts.latest(facts.topics().clusters()).get(id).stream())
                .toList();
    }

    private static Kind kind(String word) {
        Kind kind = KINDS.get(word);
        if (kind == null) {
            throw usage("--delete: '" + word + "' is none of "
                    + KINDS.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return kind;
    }

    private static ObjectRef known(Facts facts, Kind kind, String word, String name) {
        Topic<?> topic = switch (kind) {
            case SECRET -> facts.topics().credentials();
            case MODULE_TEMPLATE -> facts.topics().templates();
            case MANIFEST -> facts.topics().manifests();
        };
        return ObjectRef.parse(Names.resolve(name, facts.latest(topic).records().keySet(), word));
    }

    private static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, List.of(line));
    }
}
