package io.credstream.cli.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.objects.ObjectSources;
import io.credstream.cli.settings.NoSettings;
import io.credstream.cli.template.TemplateLabels.Outcome;
import io.credstream.cli.template.TemplateLabels.Wish;
import io.credstream.cli.text.Problem;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.projection.DescriptorResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream template label}. */
@Command(
        name = "label",
        header = "Adds the label oci-registry-cred to the layers of ModuleTemplates; all else stays as it is written.",
        description = {
            "Prints the file with the label, unless told otherwise. What has the label stays as it is; another one is refused.",
            "The descriptor may be an object, or YAML or JSON in a block that begins with |."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream template label -f template.yaml --selector operator.kyma-project.io/oci-registry-cred=my-registry",
            "  credstream template label -f template.yaml --selector team=a,registry=b --dry-run",
            "  credstream template label -f template.yaml -f other.yaml --selector registry=b --in-place",
            "  credstream template label -f - --selector registry=b < template.yaml | kubectl apply -f -"
        })
final class TemplateLabelCommand extends Configured<NoSettings> {

    private static final int CONTEXT = 3;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description =
                    "YAML or JSON with ModuleTemplates, and whatever else; - for standard input. May be given several"
                            + " times together with --in-place or --dry-run.")
    private List<String> files = List.of();

    @Option(
            names = "--selector",
            required = true,
            paramLabel = "KEY=VALUE[,…]",
            description = "The labels that the Secret has, and that the layers are to select it by.")
    private String selector = "";

    @Option(
            names = "--all-resources",
            description = "Label all resources that have a blob to pull, and not only raw-manifest and config.")
    private boolean all;

    @Option(names = "--replace", description = "Replace another label oci-registry-cred instead of refusing it.")
    private boolean replace;

    @Option(
            names = {"-i", "--in-place"},
            description = "Write the files instead of printing them.")
    private boolean inPlace;

    @Option(
            names = "--dry-run",
            description = "Show what would change, as a unified diff; exit code 3 if anything would.")
    private boolean dryRun;

    TemplateLabelCommand() {
        super(NoSettings.class);
    }

    @Override
    protected Logs logs(NoSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(NoSettings settings) {
        Wish wish = new Wish(wanted(), all, replace);
        refuseWhatDoesNotGoTogether();
        List<Outcome> outcomes = ObjectSources.read(files, System.in).stream()
                .map(file -> TemplateLabels.of(file, wish))
                .toList();
        List<String> problems = outcomes.stream()
                .flatMap(outcome -> outcome.problems().stream())
                .map(Problem::toString)
                .toList();
        if (!problems.isEmpty()) {
            throw new Failure(ExitCode.USAGE, problems);
        }
        refuseNothingToLabel(outcomes);
        boolean changes = outcomes.stream().anyMatch(outcome -> outcome.edits() > 0);
        for (Outcome outcome : outcomes) {
            write(outcome);
            err().println(recap(outcome));
        }
        out().flush();
        return dryRun && changes ? ExitCode.SOMETHING_TO_SEE : ExitCode.FINE;
    }

    private void write(Outcome outcome) {
        if (dryRun) {
            diff(outcome).forEach(line -> out().copy(line + System.lineSeparator()));
        } else if (!inPlace) {
            out().copy(outcome.text());
        } else if (outcome.edits() > 0) {
            rewrite(outcome);
        }
    }

    private static void rewrite(Outcome outcome) {
        try {
            Files.writeString(Path.of(outcome.file().name()), outcome.text());
        } catch (IOException e) {
            String line = outcome.file().name() + ": cannot be written; check its permissions";
            throw new Failure(ExitCode.FAILURE, line, e);
        }
    }

    private static String recap(Outcome outcome) {
        return outcome.file().name() + ": " + outcome.edits() + " labelled, "
                + (outcome.resources() - outcome.edits()) + " labelled already"
                + (outcome.resources() == 0 ? "; no resource has a blob to pull" : "");
    }

    private static List<String> diff(Outcome outcome) {
        List<String> before = outcome.file().text().lines().toList();
        List<String> after = outcome.text().lines().toList();
        String name = outcome.file().name();
        return UnifiedDiffUtils.generateUnifiedDiff(name, name, before, DiffUtils.diff(before, after), CONTEXT);
    }

    /** What R3 refuses in a template is refused here, in the same words. */
    private LabelSelector wanted() {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        for (String pair : selector.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw usage("--selector: '" + pair + "' is no label; write key=value[,key=value]");
            }
            String key = pair.substring(0, equals).strip();
            if (labels.has(key)) {
                throw usage("--selector: '" + key + "' stands there twice; remove one of the two");
            }
            labels.put(key, pair.substring(equals + 1).strip());
        }
        return switch (DescriptorResources.selector(labels)) {
            case LayerSelector.Labelled(LabelSelector wanted) -> wanted;
            case LayerSelector.Invalid(String problem) -> throw usage("--selector: " + problem);
            case LayerSelector.Unlabelled unlabelled -> throw new IllegalStateException("a value was given");
        };
    }

    private void refuseWhatDoesNotGoTogether() {
        if (inPlace && dryRun) {
            throw usage("--in-place and --dry-run do not go together; leave one out");
        }
        if (inPlace && files.contains(ObjectSources.STDIN)) {
            throw usage("standard input cannot be written in place; leave --in-place out, or name a file");
        }
        boolean many = files.size() > 1 || files.stream().anyMatch(file -> Files.isDirectory(Path.of(file)));
        if (many && !inPlace && !dryRun) {
            throw usage("several files cannot be printed as one; add --in-place or --dry-run");
        }
    }

    private static void refuseNothingToLabel(List<Outcome> outcomes) {
        List<String> empty = outcomes.stream()
                .filter(outcome -> outcome.templates() == 0)
                .map(outcome -> outcome.file().name() + " holds no ModuleTemplate; name a file with one")
                .toList();
        if (empty.size() == outcomes.size()) {
            throw new Failure(ExitCode.USAGE, empty);
        }
    }

    private static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, List.of(line));
    }
}
