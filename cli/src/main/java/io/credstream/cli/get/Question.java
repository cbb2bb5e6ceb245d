package io.credstream.cli.get;

import io.credstream.cli.log.Basis;
import io.credstream.cli.log.InquiryAt;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A question whose answer is rows, of which some can be chosen.
 *
 * @param <R> an answer about one thing
 */
@Command
abstract class Question<R extends Record> extends InquiryAt<List<R>> {

    @Mixin
    private Selection selection = new Selection();

    /** @param what the rows are, in the plural */
    Question(String what) {
        super(what);
    }

    /** All rows, in order. */
    abstract List<R> rows(LogReader log);

    /** Where a row is, for who asks for some of them. */
    abstract Place place(R row);

    /** How a table shows them. */
    abstract List<Column<R>> columns();

    @Override
    protected final List<R> answer(LogReader log) {
        return selected(rows(log));
    }

    @Override
    protected final void print(List<R> rows, Basis basis) {
        Answer.table(output().isWide(), what(), columns(), rows, out(), err());
    }

    /** Of the rows, those that were asked for. */
    final List<R> selected(List<R> rows) {
        return selection.of(rows, this::place);
    }
}
