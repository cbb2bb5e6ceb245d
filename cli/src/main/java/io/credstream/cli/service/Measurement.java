package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Output;
import io.credstream.cli.output.OutputFormat;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A benchmark that says what it is doing, and reports in one document.
 *
 * @param <R> the report
 */
@Command
abstract class Measurement<R extends Record> extends Configured<DemoSettings> {

    @Mixin
    private Output output = new Output();

    Measurement() {
        super(DemoSettings.class);
    }

    /** @param progress told what is being done */
    abstract R measure(Consumer<String> progress) throws IOException, InterruptedException;

    /** For people, to {@link #out}. */
    abstract void print(R report);

    @Override
    protected final Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected final ExitCode run(DemoSettings settings) throws IOException, InterruptedException {
        R report = measure(this::say);
        switch (output.format()) {
            case TABLE, WIDE -> print(report);
            case JSON, YAML -> Answer.print(output.format(), report, out());
        }
        out().flush();
        return ExitCode.FINE;
    }

    /** A part of a report in a table. */
    final <T extends Record> void table(List<Column<T>> columns, List<T> rows) {
        Answer.print(OutputFormat.TABLE, "measurements", columns, rows, out(), err());
    }

    /** What is to be measured, from options that may not fit: then their fault is the user's, and is said as such. */
    static <P> P plan(Supplier<P> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private void say(String step) {
        err().println(step);
        err().flush();
    }
}
