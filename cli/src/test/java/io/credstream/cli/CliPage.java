package io.credstream.cli;

import io.credstream.cli.settings.Declared;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code docs/cli.md}: every command with its options and examples, as its help has them. */
final class CliPage {

    private static final Set<String> EVERYWHERE = Set.of("--help", "--debug", "--config");

    private final StringBuilder page = new StringBuilder(Page.NOTE);

    private CliPage() {}

    static String of(CommandLine root) {
        CliPage page = new CliPage();
        page.introduction();
        root.getSubcommands().values().forEach(page::section);
        return page.page.toString();
    }

    private void introduction() {
        page.append("# Commands\n\n`credstream COMMAND --help` says the same, with the fields of each answer. ");
        page.append("Every command takes `-h`, `--help`;\nevery one that does something takes `--debug`, ");
        page.append("which shows the stack trace of a failure and what Kafka's clients log.\n");
        page.append("Settings are listed once, in [configuration.md](configuration.md).\n\n");
        page.append("## Exit codes\n\nThe same for all commands.\n\n| code | |\n|---|---|\n");
        Arrays.stream(ExitCode.values())
                .forEach(exit -> page.append("| ")
                        .append(exit.code())
                        .append(" | ")
                        .append(exit.description())
                        .append(" |\n"));
    }

    private void section(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String depth = "#".repeat(1 + spec.qualifiedName().split(" ", -1).length - 1);
        page.append('\n').append(depth).append(' ').append(spec.qualifiedName()).append("\n\n");
        paragraph(spec.usageMessage().header());
        paragraph(spec.usageMessage().description());
        arguments(spec);
        settings(spec);
        examples(spec);
        command.getSubcommands().values().forEach(this::section);
    }

    private void paragraph(String... lines) {
        if (lines.length > 0) {
            page.append(Arrays.stream(lines).map(CliPage::text).collect(Collectors.joining("\n")))
                    .append("\n\n");
        }
    }

    private void arguments(CommandSpec spec) {
        List<String> rows = Stream.concat(
                        spec.positionalParameters().stream().map(CliPage::row),
                        spec.options().stream()
                                .filter(option ->
                                        !isSetting(spec, option) && !EVERYWHERE.contains(option.longestName()))
                                .map(CliPage::row))
                .toList();
        if (!rows.isEmpty()) {
            page.append("| | |\n|---|---|\n").append(String.join("", rows)).append('\n');
        }
    }

    private void settings(CommandSpec spec) {
        List<String> flags = spec.options().stream()
                .filter(option -> isSetting(spec, option))
                .map(option -> "`" + option.longestName() + "`")
                .toList();
        if (!flags.isEmpty()) {
            page.append("Settings: ").append(String.join(", ", flags)).append(".\n\n");
        }
    }

    private void examples(CommandSpec spec) {
        List<String> lines = Arrays.stream(spec.usageMessage().footer())
                .map(CliPage::text)
                .dropWhile(line -> !line.equals("Examples"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
        page.append("```sh\n");
        lines.forEach(line -> page.append(line.substring(2)).append('\n'));
        page.append("```\n");
    }

    private static boolean isSetting(CommandSpec spec, OptionSpec option) {
        return spec.userObject() instanceof Configured<?> configured
                && Declared.in(configured.type()).stream()
                        .anyMatch(declared -> declared.flag().equals(option.longestName()));
    }

    private static String row(PositionalParamSpec parameter) {
        return row("`" + parameter.paramLabel() + "`", parameter.description());
    }

    private static String row(OptionSpec option) {
        String names =
                Arrays.stream(option.names()).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        boolean takesValue = option.arity().max() > 0;
        return row(names + (takesValue ? " `" + option.paramLabel() + "`" : ""), option.description());
    }

    private static String row(String left, String... description) {
        String right = Arrays.stream(description)
                .map(CliPage::text)
                .collect(Collectors.joining(" "))
                .replace("|", "\\|")
                .replace("*", "\\*");
        return "| " + left + " | " + right + " |\n";
    }

    private static String text(String markup) {
        return Ansi.OFF.string(markup.replace("%n", "").replace("%%", "%"));
    }
}
