package io.credstream.cli.get;

import io.credstream.audit.answer.DeadLetterAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.read.Cut;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "dead-letters",
        header = "What could not be used: where it is, why, who met it, and since when. Kept for 30 days.",
        description =
                "The stream went on without it, and of its content nothing was copied. What a processor could not handle goes from "
                        + "this list when it can.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get dead-letters",
            "  credstream get dead-letters -o wide               with what it means, and what to do",
            "  credstream get dead-letters -o json | jq '.items[] | select(.problem == \"Undecodable\") | .where'"
        })
final class DeadLettersCommand extends Question<DeadLetterAnswer> {

    private static final List<Column<DeadLetterAnswer>> COLUMNS = List.of(
            Column.of("WHERE", DeadLetterAnswer::where),
            Column.<DeadLetterAnswer>of("PROBLEM", DeadLetterAnswer::problem).styled(Cells::ofTrouble),
            Column.of("OBJECT", DeadLettersCommand::object),
            Column.of("SERVICE", DeadLetterAnswer::service),
            Column.of("TIMES", DeadLetterAnswer::times),
            Column.wide("LAST", row -> Cells.age(row.last())),
            Column.wide("RECORD", DeadLetterAnswer::record),
            Column.wide("MEANS", DeadLetterAnswer::means),
            Column.of("AGE", row -> Cells.age(row.since())));

    DeadLettersCommand() {
        super("dead letters");
    }

    @Override
    List<DeadLetterAnswer> rows(LogReader log) {
        Map<DeadLetter, DeadLetterAnswer> rows = new LinkedHashMap<>();
        Map<String, DeadLetter> met = new HashMap<>();
        log.read(log.topics().deadLetters(), Cut.START, record -> {
            switch (record) {
                case TopicRecord.Value<DeadLetter> letter -> {
                    DeadLetterAnswer row = DeadLetterAnswer.of(letter);
                    DeadLetter present = row.letter();
                    rows.merge(present, row, DeadLetterAnswer::again);
                    met.put(letter.key(), present);
                }
                case TopicRecord.Tombstone<DeadLetter> over -> {
                    DeadLetter before = met.remove(over.key());
                    if (before != null) {
                        rows.remove(before);
                    }
                }
                case TopicRecord.Unreadable<DeadLetter> unreadable -> {}
            }
        });
        List<DeadLetterAnswer> oldestFirst = new ArrayList<>(rows.values());
        oldestFirst.sort(Comparator.comparing(DeadLetterAnswer::since)
                .thenComparing(row -> row.where().describe()));
        return oldestFirst;
    }

    @Override
    protected List<Topic<?>> topics(Topics topics) {
        return List.of(topics.deadLetters());
    }

    @Override
    Place place(DeadLetterAnswer row) {
        return Place.parse(object(row));
    }

    @Override
    List<Column<DeadLetterAnswer>> columns() {
        return COLUMNS;
    }

    private static String object(DeadLetterAnswer row) {
        return row.object() != null
                ? row.object()
                : row.where() instanceof Cause.Observation observed ? observed.cluster() : "";
    }
}
