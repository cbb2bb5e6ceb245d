package io.credstream.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry point. */
@Command(
        name = "credstream",
        description = "Propagates private-registry credentials across a fleet of Kubernetes clusters.",
        version = "credstream 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true)
public final class Credstream implements Runnable {

    private Credstream() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Credstream()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
