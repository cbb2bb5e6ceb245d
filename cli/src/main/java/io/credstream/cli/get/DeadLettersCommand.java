package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
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
import org.jspecify.annotations.Nullable;
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
            "  credstream get dead-letters -o json | jq '.[] | select(.problem == \"Undecodable\") | .where'"
        })
final class DeadLettersCommand extends Question<DeadLetterRow> {

    private record Met(String where, @Nullable String object, String problem, String service) {}

    DeadLettersCommand() {
        super(DeadLetterRow.class, "dead letters");
    }

    @Override
    List<DeadLetterRow> rows(LogReader log) {
        Map<Met, DeadLetterRow> rows = new LinkedHashMap<>();
        Map<String, Met> met = new HashMap<>();
        log.read(log.topics().deadLetters(), Cut.START, record -> {
            switch (record) {
                case TopicRecord.Value<DeadLetter> letter -> {
                    DeadLetterRow row = DeadLetterRow.of(letter);
                    Met present = new Met(row.where(), letter.value().object(), row.problem(), row.service());
                    rows.merge(present, row, DeadLetterRow::again);
                    met.put(letter.key(), present);
                }
                case TopicRecord.Tombstone<DeadLetter> over -> {
                    Met before = met.remove(over.key());
                    if (before != null) {
                        rows.remove(before);
                    }
                }
                case TopicRecord.Unreadable<DeadLetter> unreadable -> {}
            }
        });
        List<DeadLetterRow> oldestFirst = new ArrayList<>(rows.values());
        oldestFirst.sort(Comparator.comparing(DeadLetterRow::since).thenComparing(DeadLetterRow::where));
        return oldestFirst;
    }

    @Override
    List<Topic<?>> topics(Topics topics) {
        return List.of(topics.deadLetters());
    }

    @Override
    List<Column<DeadLetterRow>> columns() {
        return DeadLetterRow.COLUMNS;
    }
}
