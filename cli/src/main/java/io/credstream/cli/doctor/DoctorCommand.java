package io.credstream.cli.doctor;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code credstream doctor}. */
@Command(
        name = "doctor",
        header = "Says what this machine lacks for 'docker compose up', and the fix.",
        description = "Exit code 3 if anything.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream doctor",
            "  " + DockerChecks.PORT_VARIABLE + "=26443 credstream doctor       with another port for the API server"
        })
public final class DoctorCommand implements Callable<Integer> {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings = new DockerChecks(new ThisMachine(), port()).all();
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.println(line(finding)));
        boolean isFine = findings.stream().allMatch(Fine.class::isInstance);
        return (isFine ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE).code();
    }

    private static String line(Finding finding) {
        return switch (finding) {
            case Fine(String what, String is) -> "ok    " + what + ": " + is;
            case Trouble(String what, String is, String fix) -> "FIX   " + what + ": " + is + "; " + fix;
        };
    }

    private static int port() {
        String given = System.getenv(DockerChecks.PORT_VARIABLE);
        if (given == null || given.isEmpty()) {
            return DockerChecks.PORT;
        }
        try {
            int port = Integer.parseInt(given);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for any other that is none.
        }
        throw new Failure(
                ExitCode.USAGE,
                List.of(DockerChecks.PORT_VARIABLE + ": '" + given + "' is no port; give one of 1 to 65535"));
    }
}
