package io.credstream.cli.report;

import io.credstream.cli.log.Based;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.When;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A report about the fleet as it is, or was. */
@Command
abstract class Report<A extends Based> extends Inquiry<A> {

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = When.Converter.class,
            description = "As it was at " + When.FORMS + ".")
    private @Nullable When at;

    Report(Class<? extends Record> document) {
        super(document);
    }

    @Override
    protected final @Nullable When at() {
        return at;
    }
}
