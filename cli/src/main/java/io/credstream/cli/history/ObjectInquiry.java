package io.credstream.cli.history;

import io.credstream.audit.history.ManifestHistory;
import io.credstream.audit.history.ObjectHistory;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The history of something from which decisions follow, with the Manifests that each change reached. */
@Command
abstract class ObjectInquiry extends Inquiry<ObjectInquiry.Told> {

    /** What happened to something. */
    record Told(String name, ObjectHistory history, Basis basis) implements Based {}

    @Parameters(paramLabel = "NAME", description = "The key of it, such as cluster/namespace/name, or the end of it.")
    private String name = "";

    @Mixin
    private Period period = new Period();

    private final String what;

    /** @param what the kind of thing, in the singular */
    ObjectInquiry(String what) {
        super(ObjectTimeline.class);
        this.what = what;
    }

    /** Where it is recorded; the first of them says which there are. */
    abstract List<Topic<?>> recordedIn(Topics topics);

    @Override
    protected final @Nullable When at() {
        return period.until();
    }

    @Override
    protected final Told answer(LogReader log) {
        Topics topics = log.topics();
        List<Topic<?>> recordedIn = recordedIn(topics);
        String key = log.key(name, recordedIn.getFirst(), what);
        ObjectHistory history = ObjectHistory.read(log, recordedIn, key, period.from(log));
        List<Topic<?>> read = new ArrayList<>(recordedIn);
        read.addAll(ManifestHistory.topics(topics));
        return new Told(key, history, log.basis(read));
    }

    @Override
    protected final Record document(Told told) {
        return new ObjectTimeline(
                told.name(),
                told.history().entries().stream()
                        .map(entry -> EntryRow.of(entry, told.history().reach(entry)))
                        .toList(),
                told.basis());
    }

    @Override
    protected final void print(Told told, boolean wide, PrintWriter out) {
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "records of " + told.name() + " in that time",
                EntryRow.COLUMNS,
                told.history().entries().stream()
                        .map(entry -> EntryRow.Line.of(entry, told.history().reach(entry)))
                        .toList(),
                out,
                err());
    }
}
