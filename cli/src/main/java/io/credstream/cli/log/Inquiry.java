package io.credstream.cli.log;

import io.credstream.cli.output.Documented;
import picocli.CommandLine.Command;

/**
 * A question to the log whose answer is one document.
 *
 * @param <A> the answer
 */
@Command
public abstract class Inquiry<A extends Based> extends InquiryWith<GetSettings, A> {

    /** @param document whose fields, with what {@link Documented} says of them, are those of {@code -o json} */
    protected Inquiry(Class<? extends Record> document) {
        super(GetSettings.class, document);
    }

    protected abstract A answer(LogReader log);

    @Override
    protected final GetSettings log(GetSettings settings) {
        return settings;
    }

    @Override
    protected final A answer(LogReader log, GetSettings settings) {
        return answer(log);
    }
}
