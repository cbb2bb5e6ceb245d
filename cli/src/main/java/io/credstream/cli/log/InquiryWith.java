package io.credstream.cli.log;

import io.credstream.audit.Facts;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Answering;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.Output;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A question to the log that needs to be told more than which log.
 *
 * @param <S> the settings
 * @param <A> the answer: a record, or a list of them, which is what programs get
 */
@Command
public abstract class InquiryWith<S extends Record, A> extends Configured<S> implements Answering<A> {

    @Mixin
    private Output output = new Output();

    private final String what;

    /** @param what the answer is */
    protected InquiryWith(Class<S> settings, String what) {
        super(settings);
        this.what = what;
    }

    /** Which log. */
    protected abstract GetSettings log(S settings);

    /** The last moment that counts; now if absent. */
    protected @Nullable When at() {
        return null;
    }

    protected abstract A answer(LogReader log, S settings);

    /** What it follows from. */
    protected List<? extends Topic<?>> topics(Topics topics) {
        return Facts.of(topics);
    }

    /** Prints the answer for people. */
    protected abstract void print(A answer, Basis basis);

    /** What the answer amounts to for a script. */
    protected ExitCode exitCode(A answer) {
        return ExitCode.FINE;
    }

    @Override
    protected final Logs logs(S settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(S settings) throws InterruptedException {
        A answer;
        Basis basis;
        ExitCode exitCode;
        try (LogReader log = LogReader.open(log(settings), err(), at())) {
            answer = answer(log, settings);
            basis = log.basis(topics(log.topics()));
            exitCode = log.exitCode(exitCode(answer));
        }
        if (output.isTable()) {
            if (at() != null || output.isWide()) {
                err().println(basis.describe());
            }
            print(answer, basis);
        } else {
            Answer.print(output.format(), what, answer, basis, out());
        }
        out().flush();
        err().flush();
        return exitCode;
    }

    protected final Output output() {
        return output;
    }

    @Override
    public final String what() {
        return what;
    }

    @Override
    protected final List<String> footer() {
        return Fields.help(Fields.answered(getClass()));
    }
}
