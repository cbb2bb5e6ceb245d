package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.read.TopicRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a service could not use, as often as it met it. */
record DeadLetterRow(
        @Documented("where the object is, as far as it is known")
        String cluster,

        @Documented("where the object is, as far as it is known")
        String namespace,

        @Documented("of the object, as far as it is known") String name,

        @Documented("what could not be used: topic-partition@offset, or cluster/kind@version of what was observed")
        String where,

        @Documented("Undecodable, InvalidKey, IncompleteDeletion, InvalidObject, TooLarge or Fault")
        String problem,

        @Documented("what that means, and what to do") String means,
        @Documented("who could not use it") String service,
        @Documented("how often it said so") int times,
        @Documented("when it said so first") String since,
        @Documented("when it said so last") String last,
        @Documented("the record that says so, the last one") String record)
        implements Row {

    static final List<Column<DeadLetterRow>> COLUMNS = List.of(
            Column.of("WHERE", DeadLetterRow::where),
            Column.of("PROBLEM", DeadLetterRow::problem).styled(Cells::ofTrouble),
            Column.of("OBJECT", DeadLetterRow::object),
            Column.of("SERVICE", DeadLetterRow::service),
            Column.of("TIMES", row -> "" + row.times()),
            Column.wide("LAST", row -> Cells.age(row.last())),
            Column.wide("RECORD", DeadLetterRow::record),
            Column.wide("MEANS", DeadLetterRow::means),
            Column.of("AGE", row -> Cells.age(row.since())));

    static DeadLetterRow of(TopicRecord.Value<DeadLetter> record) {
        DeadLetter letter = record.value();
        String[] path =
                letter.object() == null ? new String[0] : letter.object().split("/", -1);
        return new DeadLetterRow(
                path.length > 0 ? path[0] : clusterOf(letter.cause()),
                path.length > 2 ? path[1] : "",
                path.length > 1 ? path[path.length - 1] : "",
                letter.cause().describe(),
                Cells.words(letter.code()),
                means(letter.code()),
                letter.service(),
                1,
                record.time().toString(),
                record.time().toString(),
                record.at().describe());
    }

    /** The same, met once more. */
    DeadLetterRow again(DeadLetterRow later) {
        return new DeadLetterRow(
                cluster, namespace, name, where, problem, means, service, times + 1, since, later.last, later.record);
    }

    private static String clusterOf(Cause cause) {
        return cause instanceof Cause.Observation observed ? observed.cluster() : "";
    }

    private static String means(DeadLetter.Code code) {
        return switch (code) {
            case UNDECODABLE ->
                "its bytes are no value of its topic; find out who else writes there, or which version of Credstream did";
            case INVALID_KEY ->
                "its key is not of the topic's form, or not that of its value; find out who else writes there";
            case INCOMPLETE_DELETION -> "a deletion that does not say what was deleted; find out who else writes there";
            case INVALID_OBJECT -> "an object without what every object has; see it in its cluster";
            case TOO_LARGE -> "more bytes than its budget allows; make it smaller, or raise the budget";
            case FAULT -> "handling it failed unexpectedly; the service's log has the stack trace, please report it";
        };
    }

    private @Nullable String object() {
        return Cells.path(this);
    }
}
