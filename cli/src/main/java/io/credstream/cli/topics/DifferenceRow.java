package io.credstream.cli.topics;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.topics.TopicDifference;
import java.util.List;

/** What of a topic is not as it has to be. */
record DifferenceRow(
        @Documented("its name") String topic,
        @Documented("Missing or Unfit") String state,
        @Documented("what is the matter") String what,
        @Documented("what to do about it") String fix) {

    static final List<Column<DifferenceRow>> COLUMNS = List.of(
            Column.of("TOPIC", DifferenceRow::topic),
            Column.of("STATE", DifferenceRow::state).styled(state -> Style.BAD),
            Column.of("WHAT", DifferenceRow::what),
            Column.of("FIX", DifferenceRow::fix));

    static DifferenceRow of(TopicDifference difference) {
        return new DifferenceRow(
                difference.topic(),
                difference instanceof TopicDifference.Missing ? "Missing" : "Unfit",
                difference.what(),
                difference.fix());
    }
}
