package io.credstream.accident;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All accidents, and which of them are to happen. */
final class Accidents {

    private static final String PROPERTY = "credstream.accidents";
    private static final String ALL = "all";

    /** The long form in parts, each of which takes less time than a run of tests has; in the order in which they happen. */
    private static final Map<String, List<Accident>> PARTS = parts();

    private Accidents() {}

    private static Map<String, List<Accident>> parts() {
        Map<String, List<Accident>> parts = new LinkedHashMap<>();
        parts.put("topics", TopicAccidents.live());
        parts.put("topics-stopped", TopicAccidents.stopped());
        parts.put("groups", GroupAccidents.all());
        parts.put("processes", ProcessAccidents.all());
        parts.put("brokers", BrokerAccidents.all());
        return parts;
    }

    /** All, in the order in which they happen. */
    static List<Accident> all() {
        return PARTS.values().stream().flatMap(List::stream).toList();
    }

    /** Those that were asked for: all, some by their names or their part's, or those that the short form has time for. */
    static List<Accident> chosen() {
        String property = System.getProperty(PROPERTY, "");
        if (property.isEmpty()) {
            return all().stream().filter(Accident::brief).toList();
        }
        return Arrays.stream(property.split(",", -1))
                .flatMap(Accidents::called)
                .distinct()
                .toList();
    }

    private static Stream<Accident> called(String name) {
        List<Accident> called = name.equals(ALL)
                ? all()
                : PARTS.getOrDefault(
                        name,
                        all().stream()
                                .filter(accident -> accident.name().equals(name))
                                .toList());
        if (called.isEmpty()) {
            throw new IllegalArgumentException("-D" + PROPERTY + ": there is no '" + name + "'; there are " + ALL + ", "
                    + PARTS.keySet() + " and " + all());
        }
        return called.stream();
    }
}
