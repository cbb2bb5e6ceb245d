package io.credstream.accident;

import io.credstream.cli.Logs;
import io.credstream.cli.settings.LogLevel;
import java.util.Arrays;

/** A program of Kafka's own, which says no more than Credstream does. */
final class NodeMain {

    private NodeMain() {}

    /**
     * Runs it.
     *
     * @param arguments the class of the program, and its arguments
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Logs.at(LogLevel.INFO).apply();
        String[] others = Arrays.copyOfRange(arguments, 1, arguments.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) others);
    }
}
