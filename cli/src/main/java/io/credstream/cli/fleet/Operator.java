package io.credstream.cli.fleet;

import picocli.CommandLine.Option;

/** Who wants something, and why: whatever an operator writes into the log says both. */
public final class Operator {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; recorded with who.")
    private String reason;

    @Option(names = "--user", paramLabel = "NAME", description = "Who wants it. Default: who runs this.")
    private String user = FleetFileReader.currentUser();

    public String reason() {
        return reason;
    }

    public String user() {
        return user;
    }
}
