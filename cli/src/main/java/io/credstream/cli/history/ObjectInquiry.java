package io.credstream.cli.history;

import io.credstream.audit.answer.ObjectHistoryAnswer;
import io.credstream.audit.answer.ObjectHistoryAnswer.Recorded;
import io.credstream.audit.history.Entry;
import io.credstream.audit.history.ManifestHistory;
import io.credstream.audit.history.ObjectHistory;
import io.credstream.audit.history.Reach;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.Words;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The history of something from which decisions follow, with the Manifests that each change reached. */
@Command
abstract class ObjectInquiry extends Inquiry<ObjectHistoryAnswer> {

    private static final List<Column<Recorded>> COLUMNS = List.of(
            Column.of("TIME", record -> record.entry().time()),
            Column.of("WHAT", record -> Words.spaced(record.entry().what())),
            Column.of("CHANGES", record -> changes(record.entry())),
            Column.of("REACHED", record -> reached(record.reached())),
            Column.of("P50", record -> millis(record.reached().p50Millis())),
            Column.of("MAX", record -> millis(record.reached().maxMillis())),
            Column.wide("P99", record -> millis(record.reached().p99Millis())),
            Column.wide("MISSING", record -> record.reached().missing()),
            Column.wide("BECAUSE", record -> record.entry().cause()),
            Column.wide("RECORD", record -> record.entry().at()));

    @Parameters(paramLabel = "NAME", description = "The key of it, such as cluster/namespace/name, or the end of it.")
    private String name = "";

    @Mixin
    private Period period = new Period();

    private final String kind;

    /** @param kind of thing, in the singular */
    ObjectInquiry(String kind) {
        super("history of a " + kind);
        this.kind = kind;
    }

    /** Where it is recorded; the first of them says which there are. */
    abstract List<Topic<?>> recordedIn(Topics topics);

    @Override
    protected final @Nullable When at() {
        return period.until();
    }

    @Override
    protected final ObjectHistoryAnswer answer(LogReader log) {
        List<Topic<?>> recordedIn = recordedIn(log.topics());
        String key = log.key(name, recordedIn.getFirst(), kind);
        return ObjectHistoryAnswer.of(key, ObjectHistory.read(log, recordedIn, key, period.from(log)));
    }

    @Override
    protected final List<Topic<?>> topics(Topics topics) {
        return Stream.concat(recordedIn(topics).stream(), ManifestHistory.topics(topics).stream())
                .toList();
    }

    @Override
    protected final void print(ObjectHistoryAnswer history, Basis basis) {
        Answer.table(
                output().isWide(),
                "records of " + history.name() + " in that time",
                COLUMNS,
                history.records(),
                out(),
                err());
    }

    private static String changes(Entry entry) {
        return switch (entry.what()) {
            case FIRST -> ChangeText.ofFirst(entry.changes());
            case DELETED -> EntryText.reason(entry).replaceFirst("^, ", "");
            case CHANGED, SAME, OUTDATED, UNREADABLE -> ChangeText.of(entry.changes());
        };
    }

    private static @Nullable String reached(Reach reach) {
        return reach.decided() == 0 ? null : reach.arrived() + "/" + reach.decided();
    }

    private static @Nullable String millis(@Nullable Long millis) {
        return millis == null ? null : millis + " ms";
    }
}
