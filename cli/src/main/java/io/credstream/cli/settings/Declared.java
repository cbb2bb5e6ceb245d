package io.credstream.cli.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A setting under each of its names.
 *
 * @param name as files spell it: {@code topicPrefix}
 */
public record Declared(String name, Class<?> type, Setting setting) {

    /** All settings of a record, in order, those of nested records in their place. */
    public static List<Declared> in(Class<? extends Record> record) {
        List<Declared> declared = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isRecord()) {
                declared.addAll(in(component.getType().asSubclass(Record.class)));
            } else {
                declared.add(of(component));
            }
        }
        return declared;
    }

    static Declared of(RecordComponent component) {
        return new Declared(
                component.getName(),
                component.getType(),
                Objects.requireNonNull(component.getAnnotation(Setting.class), component::toString));
    }

    /** {@code --topic-prefix}. */
    public String flag() {
        return "--" + String.join("-", words());
    }

    /** {@code CREDSTREAM_TOPIC_PREFIX}. */
    public String variable() {
        return "CREDSTREAM_" + String.join("_", words()).toUpperCase(Locale.ROOT);
    }

    private List<String> words() {
        return Arrays.stream(name.split("(?=[A-Z])", -1))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
