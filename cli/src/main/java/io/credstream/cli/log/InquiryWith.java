package io.credstream.cli.log;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.OutputFormat;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A question to the log whose answer is one document, and that needs to be told more than which log.
 *
 * @param <S> the settings
 * @param <A> the answer
 */
@Command
public abstract class InquiryWith<S extends Record, A extends Based> extends Configured<S> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            order = 490,
            description = "table, wide (with more in it), json, or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    private final Class<? extends Record> document;

    /** @param document whose fields, with what {@link Documented} says of them, are those of {@code -o json} */
    protected InquiryWith(Class<S> settings, Class<? extends Record> document) {
        super(settings);
        this.document = document;
    }

    /** Which log. */
    protected abstract GetSettings log(S settings);

    /** The last moment that counts; now if absent. */
    protected abstract @Nullable When at();

    protected abstract A answer(LogReader log, S settings);

    /** For programs. */
    protected abstract Record document(A answer);

    /** For people. */
    protected abstract void print(A answer, boolean wide, PrintWriter out);

    /** What the answer amounts to for a script. */
    protected ExitCode exitCode(A answer) {
        return ExitCode.FINE;
    }

    @Override
    protected final Logs logs(S settings) {
        return Logs.QUIET;
    }

    @Override
    protected final ExitCode run(S settings) throws InterruptedException {
        A answer;
        ExitCode exitCode;
        try (LogReader log = LogReader.open(log(settings), err(), at())) {
            answer = answer(log, settings);
            exitCode = log.exitCode(exitCode(answer));
        }
        switch (format) {
            case TABLE, WIDE -> {
                if (at() != null || format == OutputFormat.WIDE) {
                    err().println(answer.basis().describe());
                }
                print(answer, format == OutputFormat.WIDE, out());
                out().flush();
            }
            case JSON, YAML -> Answer.print(format, document(answer), out());
        }
        err().flush();
        return exitCode;
    }

    @Override
    protected List<String> footer() {
        return Fields.help(document);
    }
}
