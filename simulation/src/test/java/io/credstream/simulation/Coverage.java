package io.credstream.simulation;

import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.simulation.log.Entry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often what was reached, over many worlds. */
final class Coverage {

    /** Never written. */
    private static final Set<BindingState> UNREACHABLE =
            EnumSet.of(BindingState.AMBIGUOUS_TEMPLATE, BindingState.NO_TEMPLATE);

    private final Map<String, Long> counts = new TreeMap<>();

    void happened(Move move) {
        count((move.isFault() ? "fault " : "move ") + move);
    }

    void appended(Entry entry) {
        byte[] value = entry.value();
        if (entry.topic().equals(World.TOPICS.applyReports().name()) && value != null) {
            count("report " + World.TOPICS.applyReports().serde().decode(value).result());
        } else if (entry.topic().equals(World.TOPICS.manifestUpdates().name())) {
            if (value == null) {
                count("decision taken back");
            } else {
                var update = World.TOPICS.manifestUpdates().serde().decode(value);
                count("decision " + update.state());
                count(update.attempt() == 1 ? "attempt first" : "attempt further");
            }
        } else if (entry.topic().equals(World.TOPICS.bindings().name())) {
            count(value == null ? "binding gone" : "binding told");
        }
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void add(Coverage other) {
        other.counts.forEach((what, often) -> counts.merge(what, often, Long::sum));
    }

    /** What should have been reached, and was not. */
    List<String> missing() {
        List<String> expected = new ArrayList<>(
                List.of("decision taken back", "attempt first", "attempt further", "binding told", "binding gone"));
        for (Move move : Move.values()) {
            expected.add((move.isFault() ? "fault " : "move ") + move);
        }
        for (ApplyReport.Result result : ApplyReport.Result.values()) {
            // There are no fuses here yet, and a decision always edits something.
            if (result != ApplyReport.Result.HELD && result != ApplyReport.Result.UNCHANGED) {
                expected.add("report " + result);
            }
        }
        for (BindingState state : BindingState.values()) {
            if (!UNREACHABLE.contains(state)) {
                expected.add("decision " + state);
            }
        }
        return expected.stream().filter(what -> !counts.containsKey(what)).toList();
    }

    /** A line each. */
    String table() {
        StringBuilder table = new StringBuilder();
        counts.forEach((what, often) -> table.append("| `%s` | %,d |%n".formatted(what, often)));
        return table.toString();
    }
}
