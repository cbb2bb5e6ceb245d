package io.credstream.cli.history;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.read.Cut;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the log to tell. */
final class Period {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From " + When.FORMS + ", an age counting back from --until. Default: all that is kept.")
    private @Nullable When since;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to such a time. Default: now.")
    private @Nullable When until;

    @Nullable
    When until() {
        return until;
    }

    Cut from(LogReader log) {
        return since == null ? Cut.START : log.before(since);
    }
}
