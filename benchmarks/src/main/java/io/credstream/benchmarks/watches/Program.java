package io.credstream.benchmarks.watches;

import java.util.List;

/**
 * What a JVM can run.
 *
 * @param main the name of the class
 * @param arguments those that it gets before any others
 */
public record Program(String main, List<String> arguments) {

    public Program {
        arguments = List.copyOf(arguments);
    }

    public Program(Class<?> main, String... arguments) {
        this(main.getName(), List.of(arguments));
    }
}
