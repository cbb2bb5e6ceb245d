package io.credstream.cli.log;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A question to the log as it is, or was.
 *
 * @param <A> as in {@link InquiryWith}
 */
@Command
public abstract class InquiryAt<A> extends Inquiry<A> {

    @Option(names = "--at", paramLabel = "TIME", description = "As it was at " + When.FORMS + ".")
    private @Nullable When at;

    /** @param what the answer is */
    protected InquiryAt(String what) {
        super(what);
    }

    @Override
    protected final @Nullable When at() {
        return at;
    }
}
