package io.credstream.cli.output;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Template;
import io.credstream.model.Versioned;
import io.credstream.read.TopicRecord;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the components of a record are to whoever shows them, where their types alone do not say it. */
final class Shape {

    /** The kind of object that a component of this name refers to. */
    private static final Map<String, Kind> KINDS = Map.of(
            "manifest", Kind.MANIFEST,
            "manifests", Kind.MANIFEST,
            "missing", Kind.MANIFEST,
            "same", Kind.MANIFEST,
            "absent", Kind.MANIFEST,
            "credential", Kind.SECRET,
            "credentials", Kind.SECRET,
            "matches", Kind.SECRET,
            "template", Kind.MODULE_TEMPLATE);

    private static final Map<Class<?>, Kind> OF_ITSELF =
            Map.of(Manifest.class, Kind.MANIFEST, Credential.class, Kind.SECRET, Template.class, Kind.MODULE_TEMPLATE);

    /** Texts that are selectors in JSON. */
    private static final Set<String> SELECTORS = Set.of(
            "ManifestLayer.selector",
            "PinnedLayer.selector",
            "LayerEdit.expected",
            "LayerEdit.desired",
            "LayerExplanation.observed",
            "RestoredLayer.now",
            "RestoredLayer.then",
            "Target.selectors");

    /** What says again what stands beside it. */
    private static final Set<String> HIDDEN =
            Set.of("ManifestLayer.canonical", "ChainAnswer.chain", "ExplanationAnswer.explanation");

    /** Parts whose fields stand among those of the whole. */
    private static final Set<String> INLINED = Set.of("Recorded.entry");

    /** What is shown in a line, or together with its neighbours. */
    private static final List<Class<?>> WHOLE = List.of(
            Cause.class,
            ObjectRef.class,
            LabelSelector.class,
            LayerSelector.class,
            Order.Target.class,
            Order.Action.class);

    private Shape() {}

    /** Those that are shown, in order: of one of several kinds those of all kinds, so that it looks the same whichever it is. */
    static List<RecordComponent> components(Class<?> record) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        kinds(record).flatMap(kind -> Arrays.stream(kind.getRecordComponents())).forEach(component -> {
            if (component.getDeclaringRecord() == record || !components.containsKey(component.getName())) {
                components.put(component.getName(), component);
            }
        });
        return components.values().stream()
                .filter(component -> !HIDDEN.contains(path(component)))
                .toList();
    }

    private static Stream<Class<?>> kinds(Class<?> record) {
        Optional<Class<?>> sealed = Arrays.stream(record.getInterfaces())
                .filter(Shape::isOneOfSeveral)
                .findFirst();
        return sealed.isEmpty()
                ? Stream.of(record)
                : Arrays.stream(sealed.get().getPermittedSubclasses()).filter(Class::isRecord);
    }

    /** Whether the fields of its value stand in the place of one of its name: what an answer is about comes first in it. */
    static boolean isInlined(RecordComponent component) {
        Class<?> owner = component.getDeclaringRecord();
        return component.getName().equals("ref")
                || INLINED.contains(path(component))
                || (component.getType() == TopicRecord.Value.class
                        && owner.getRecordComponents()[0].getName().equals(component.getName()));
    }

    static boolean isSelector(RecordComponent component) {
        return SELECTORS.contains(path(component));
    }

    /** Whether a record of this type is shown field by field. */
    static boolean isOpen(Class<?> type) {
        return type.isRecord() && !isWhole(type);
    }

    /** Whether this is a type of several kinds of record, each of which is shown with the fields of all. */
    static boolean isOneOfSeveral(Class<?> type) {
        return type.isSealed() && type != Versioned.class && !isWhole(type);
    }

    private static boolean isWhole(Class<?> type) {
        return WHOLE.stream().anyMatch(whole -> whole.isAssignableFrom(type));
    }

    /** The kind of object that a component refers to; throws {@link IllegalStateException} if that is said nowhere. */
    static Kind kind(RecordComponent component) {
        Kind itself = OF_ITSELF.get(component.getDeclaringRecord());
        Kind kind = itself == null ? KINDS.get(component.getName()) : itself;
        if (kind == null) {
            throw new IllegalStateException("of which kind is " + path(component));
        }
        return kind;
    }

    /** {@code Manifest.uid}. */
    static String path(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }
}
