package io.credstream.audit.history;

import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
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

    /** Of a layer: the field of a Manifest that has its selector. */
    static final String SELECTOR = ".credSecretSelector";

    /** What a decision writes. */
    public static List<Change> of(ManifestUpdate update) {
        List<Change> changes = new ArrayList<>();
        update.edits()
                .forEach(edit ->
                        changes.add(new Change(edit.layer().display() + SELECTOR, edit.expected(), edit.desired())));
        ManifestAnnotations before = update.expected();
        ManifestAnnotations after = update.desired();
        changes.add(new Change(ManifestAnnotations.APPLIED, before.applied(), after.applied()));
        changes.add(new Change(ManifestAnnotations.REVISION, before.revision(), after.revision()));
        changes.add(new Change(ManifestAnnotations.STATE, before.state(), after.state()));
        return changes.stream()
                .filter(change -> !Objects.equals(change.before(), change.after()))
                .toList();
    }

    /** Whether its values are selectors, in JSON. */
    public boolean isOfSelector() {
        return field.endsWith(SELECTOR);
    }

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
