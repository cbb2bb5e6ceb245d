package io.credstream.cli;

import io.credstream.cli.settings.NoSettings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code credstream completion …}. */
@Command(
        name = "completion",
        header = "Prints what makes a shell complete commands and options.",
        description = "It is one script for both shells; zsh takes it with its own 'bashcompinit'.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream completion bash > ~/.local/share/bash-completion/completions/credstream",
            "  source <(credstream completion bash)              in this shell only",
            "  source <(credstream completion zsh)               in ~/.zshrc, after compinit"
        })
final class CompletionCommand extends Configured<NoSettings> {

    /** A shell that can be told. */
    enum Shell {
        BASH,
        ZSH
    }

    @SuppressWarnings("UnusedVariable") // only the right ones are taken, and both get the same
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    CompletionCommand() {
        super(NoSettings.class);
    }

    @Override
    protected Logs logs(NoSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(NoSettings settings) {
        out().print(AutoComplete.bash("credstream", Credstream.commandLine()) + System.lineSeparator());
        return ExitCode.FINE;
    }
}
