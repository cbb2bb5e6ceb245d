package io.credstream.audit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A field that differs.
 *
 * @param before absent where the field was
 * @param after absent where the field is
 */
public record Change(
        String field, @Nullable String before, @Nullable String after) {

    /** All that differs, in order of the fields. */
    static List<Change> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String field : fields) {
            if (!Objects.equals(before.get(field), after.get(field))) {
                changes.add(new Change(field, before.get(field), after.get(field)));
            }
        }
        return List.copyOf(changes);
    }
}
