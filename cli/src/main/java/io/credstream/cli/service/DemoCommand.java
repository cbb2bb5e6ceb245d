package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Terminals;
import io.credstream.demo.Demo;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream demo}. */
@Command(
        name = "demo",
        header = "Plays a guided scenario on a broker and a fleet of its own, in this process.",
        description = "Nothing has to be there for it, and nothing is left of it.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream demo",
            "  credstream demo --stay                            to look around afterwards"
        })
public final class DemoCommand extends Configured<DemoSettings> {

    @Option(names = "--stay", description = "Keep everything up afterwards, and say where it can be looked at.")
    private boolean stay;

    public DemoCommand() {
        super(DemoSettings.class);
    }

    @Override
    protected Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(DemoSettings settings) throws IOException, InterruptedException {
        try (Lifetime lifetime = Lifetime.start(err())) {
            boolean passed = Demo.run(out(), Terminals.isColoured(), stay);
            return passed ? lifetime.exitCode() : ExitCode.FAILURE;
        }
    }
}
