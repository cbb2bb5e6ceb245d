package io.credstream.cli.log;

import picocli.CommandLine.Command;

/**
 * A question to the log.
 *
 * @param <A> as in {@link InquiryWith}
 */
@Command
public abstract class Inquiry<A> extends InquiryWith<GetSettings, A> {

    /** @param what the answer is */
    protected Inquiry(String what) {
        super(GetSettings.class, what);
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
