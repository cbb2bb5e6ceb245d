package io.credstream.cli.log;

import io.credstream.read.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an answer is based on, so that anybody can check it.
 *
 * @param time as of which it holds
 * @param positions per topic, for each partition with something in it, {@code partition@offset}: what comes before that offset was read
 * @param unhandled records that could not be handled and are missing: {@code topic-partition@offset}, and what went wrong
 */
public record Basis(String time, Map<String, List<String>> positions, List<String> unhandled) {

    static Basis of(Instant time, Cut cut, List<String> unhandled) {
        Map<String, List<String>> positions = new TreeMap<>();
        cut.offsets().entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .forEach(end -> positions
                        .computeIfAbsent(end.getKey().topic(), topic -> new ArrayList<>())
                        .add(end.getKey().partition() + "@" + end.getValue()));
        return new Basis(time.toString(), positions, unhandled);
    }

    /** In a line. */
    public String describe() {
        String read = positions.entrySet().stream()
                .map(topic -> topic.getKey() + " " + String.join(" ", topic.getValue()))
                .collect(Collectors.joining("; "));
        return "As of " + time + ", from " + (read.isEmpty() ? "an empty log" : read) + ".";
    }
}
