package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A question whose answer is rows.
 *
 * @param <R> a row; its fields, with what {@link Documented} says of them, are those of {@code -o json}
 */
@Command
abstract class Question<R extends Record & Row> extends Configured<GetSettings> {

    @Mixin
    private Selection selection = new Selection();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, wide (with more columns), json (an array), or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = When.Converter.class,
            description = "As it was at " + When.FORMS + ".")
    private @Nullable When at;

    private final Class<R> row;
    private final String what;

    /**
     * A question.
     *
     * @param what the rows are, in the plural
     */
    Question(Class<R> row, String what) {
        super(GetSettings.class);
        this.row = row;
        this.what = what;
    }

    /** All rows, in order. */
    abstract List<R> rows(LogReader log);

    /** What they follow from. */
    List<? extends Topic<?>> topics(Topics topics) {
        return Facts.of(topics);
    }

    /** How a table shows them. */
    abstract List<Column<R>> columns();

    @Override
    protected final Logs logs(GetSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(GetSettings settings) throws InterruptedException {
        List<R> rows;
        ExitCode exitCode;
        try (LogReader log = LogReader.open(settings, err(), at)) {
            rows = selection.of(rows(log));
            exitCode = log.exitCode(ExitCode.FINE);
            if (at != null || format == OutputFormat.WIDE) {
                err().println(log.basis(topics(log.topics())).describe());
            }
        }
        Answer.print(format, what, columns(), rows, out(), err());
        return exitCode;
    }

    /** Of the rows, those that were asked for. */
    final List<R> selected(List<R> rows) {
        return selection.of(rows);
    }

    final OutputFormat format() {
        return format;
    }

    final @Nullable When at() {
        return at;
    }

    final String what() {
        return what;
    }

    @Override
    protected final List<String> footer() {
        return Fields.help(row);
    }
}
