package io.credstream.cli.get;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Following;
import io.credstream.cli.output.OutputFormat;
import io.credstream.read.Cut;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A question whose answer can be watched.
 *
 * @param <R> as in {@link Question}
 */
@Command
abstract class LiveQuestion<R extends Record> extends Question<R> {

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Option(
            names = {"-w", "--watch"},
            description = "Then go on with each row that is added, modified or deleted, until Ctrl-C. "
                    + "With -o json a document a line: type, object.")
    private boolean watch;

    LiveQuestion(String what) {
        super(what);
    }

    /** The answer now. */
    abstract Live<R> live(LogReader log);

    @Override
    final List<R> rows(LogReader log) {
        return live(log).rows().get();
    }

    @Override
    protected final ExitCode run(GetSettings settings) throws InterruptedException {
        if (!watch) {
            return super.run(settings);
        }
        if (at() != null || output().format() == OutputFormat.YAML) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of(
                            "--watch goes with neither --at nor -o yaml; leave one out, or take -o json, a document a line"));
        }
        Changes<R> changes = new Changes<>(columns(), row -> place(row).path(), output().format(), out());
        Following.run(out(), following -> {
            boolean first = true;
            while (true) {
                try (LogReader log = LogReader.open(settings, err(), null)) {
                    watch(log, changes, first, following);
                }
                first = false;
            }
        });
        return ExitCode.FINE;
    }

    /** Comes back when what was read does not suffice any more, and all has to be read once more. */
    private void watch(LogReader log, Changes<R> changes, boolean first, Following following)
            throws InterruptedException {
        Live<R> live = live(log);
        if (!changes.print(selected(live.rows().get())) && first) {
            err().println("No " + what() + ".");
            err().flush();
        }
        Cut shown = log.cut().of(live.topics());
        while (!live.outgrown().getAsBoolean()) {
            following.goOn();
            following.pause(PAUSE);
            Cut end = log.end(live.topics());
            if (!end.equals(shown)) {
                log.follow(live.topics(), shown, end, live.sink());
                shown = end;
                changes.print(selected(live.rows().get()));
            }
        }
    }
}
