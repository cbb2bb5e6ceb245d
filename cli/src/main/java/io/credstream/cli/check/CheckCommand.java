package io.credstream.cli.check;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.objects.ObjectFile;
import io.credstream.cli.objects.ObjectSources;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.output.Style;
import io.credstream.cli.output.Terminals;
import io.credstream.cli.settings.SelectionSettings;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.rules.decide.Honoured;
import io.credstream.rules.decide.TemplateVerdict;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code credstream check}. */
@Command(
        name = "check",
        header =
                "Says what would become of some Secrets, ModuleTemplates and Manifests; needs no cluster and no broker.",
        description = {
            "All that is given is taken to be of one cluster. For each layer: its selector, or what is wrong with it; the",
            "Secret that it finds, or what keeps those away that it should find; and whether that covers the registry. For each",
            "ModuleTemplate: whether lifecycle-manager refuses it. Where ingest has another --secret-selector than the default, give",
            "the same here."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream check -f registry_cred_secret.yaml -f template.yaml",
            "  credstream check -f deploy/ -o json                       every .yaml, .yml and .json in a folder",
            "  kubectl get secrets,moduletemplates,manifests -A -o yaml | credstream check -f -",
            "  credstream check -f skr/ --role runtime --namespace kyma-system,my-module",
            "  credstream check -f deploy/ --secret-selector team=registry",
            "  credstream check -f deploy/ --lifecycle-manager 1.20.4"
        })
public final class CheckCommand extends Configured<SelectionSettings> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON with any number of objects, a folder of such files, or - for standard input."
                    + " May be given several times.")
    private List<String> files = List.of();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            converter = RoleName.class,
            description = "What the cluster is: control-plane or runtime. Default: control-plane.")
    private Role role = Role.CONTROL_PLANE;

    @Option(
            names = "--namespace",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Where Secrets count, as in a fleet file; '*' means everywhere. Default: kcp-system on control"
                            + " planes, kyma-system on runtimes.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--lifecycle-manager",
            paramLabel = "VERSION",
            converter = KnownVersion.class,
            description = "The version of lifecycle-manager that reads the ModuleTemplates. Default: "
                    + TemplateVerdict.NEWEST_WITH_LABELS + ", the newest that honours labels; then a template without a"
                    + " descriptor is taken for one of a later version.")
    private @Nullable String lifecycleManager;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "table (of the layers, and a line for each finding), wide (with more columns), json (an array of"
                            + " all findings), or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    public CheckCommand() {
        super(SelectionSettings.class);
    }

    @Override
    protected Logs logs(SelectionSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(SelectionSettings settings) {
        List<ObjectFile> read = ObjectSources.read(files, System.in);
        List<String> allowed = namespaces.isEmpty() ? List.of(role.defaultNamespace()) : namespaces;
        Cluster cluster = NoCluster.of(role, allowed, lifecycleManager);
        Report report = Report.of(read, cluster, settings.secretSelector(), Clock.systemUTC());
        if (report.findings().isEmpty() && ObjectFindings.relevant(read).isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of(String.join(", ", files) + " holds no Secret, ModuleTemplate or Manifest; give those of a"
                            + " module together"));
        }
        print(report);
        return report.exitCode();
    }

    @Override
    protected List<String> footer() {
        return Fields.help(Finding.class);
    }

    private void print(Report report) {
        if (format == OutputFormat.JSON || format == OutputFormat.YAML) {
            Answer.print(format, "findings", COLUMNS, report.findings(), out(), err());
            return;
        }
        List<Finding> verdicts = report.findings().stream()
                .filter(finding -> finding.state() != null)
                .toList();
        if (!verdicts.isEmpty()) {
            Answer.print(format, "layers", COLUMNS, verdicts, out(), err());
            out().println();
        }
        report.told().forEach(finding -> out().println(finding.line(Terminals.isColoured())));
        out().println(report.recap());
        out().flush();
    }

    private static final List<Column<Finding>> COLUMNS = List.of(
            Column.of("KIND", Finding::kind),
            Column.of("OBJECT", Finding::object),
            Column.of("LAYER", Finding::layer),
            Column.<Finding>of("STATE", Finding::state).styled(Style::ofState),
            Column.wide("SELECTOR", Finding::selector),
            Column.of("SECRETS", finding -> String.join(",", finding.secrets())),
            Column.wide("AT", finding -> finding.file() + ":" + finding.line()),
            Column.wide("MESSAGE", Finding::message));

    /** As a fleet file spells it. */
    static final class KnownVersion implements ITypeConverter<String> {
        @Override
        public String convert(String version) {
            if (Honoured.of(version, false) == Honoured.VERSION_UNKNOWN) {
                throw new TypeConversionException(
                        "'" + version + "' is not a version; write three numbers, such as 1.3.10");
            }
            return version;
        }
    }

    /** As a fleet file spells roles. */
    static final class RoleName implements ITypeConverter<Role> {
        @Override
        public Role convert(String name) {
            return Arrays.stream(Role.values())
                    .filter(role -> role.display().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + name + "' is no role; write control-plane or runtime"));
        }
    }
}
