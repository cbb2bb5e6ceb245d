package io.credstream.e2e;

import io.credstream.cli.Credstream;
import io.credstream.guarantee.TestFleet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Commands, against a broker. */
public record Terminal(String bootstrapServers) {

    /** Against the broker of a fleet. */
    public Terminal(TestFleet world) {
        this(world.kafka().bootstrapServers());
    }

    /** How a command ended, and what it said: to standard output, and to standard error. */
    public record Said(int exitCode, String out, String err) {

        /** Wherever. */
        public String text() {
            return out + err;
        }
    }

    public Said run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", bootstrapServers));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Credstream.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        return new Said(exitCode, out.toString(), err.toString());
    }
}
