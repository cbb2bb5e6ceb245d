package io.credstream.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.audit.history.Change;
import io.credstream.cli.text.Words;
import io.credstream.model.Cause;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Honoured;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an answer, or of a record of the log, what programs read: the only place that says how an object, a selector, a
 * time, a state or a position looks to them. Every component is there under its name, in order, null where there is nothing, so
 * that equal facts are equal bytes.
 */
public final class Tree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A selector is as deep as somebody made it; what is deeper than any that can be applied stays text. */
    private static final JsonMapper SELECTORS = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build());

    private Tree() {}

    /** An answer, or a part of it. */
    public static ObjectNode of(Record answer) {
        return answer instanceof TopicRecord.Value<?> record ? record(record) : fields(answer);
    }

    private static ObjectNode fields(Record record) {
        ObjectNode node = NODES.objectNode();
        for (RecordComponent component : Shape.components(record.getClass())) {
            boolean present = component.getDeclaringRecord().isInstance(record);
            add(node, record, component, present ? read(component, record) : null);
        }
        return node;
    }

    /** A list of answers of one kind. */
    static ArrayNode ofAll(Object answers) {
        ArrayNode node = NODES.arrayNode();
        ((Collection<?>) answers).forEach(answer -> node.add(of((Record) answer)));
        return node;
    }

    private static void add(ObjectNode node, Record record, RecordComponent component, @Nullable Object value) {
        String name = component.getName();
        if (component.getType() == Honoured.class) {
            Honoured honoured = (Honoured) value;
            node.put(name, honoured == null ? null : Words.of(honoured));
            node.put("notHonouredBecause", honoured == null || honoured.isHonoured() ? null : Words.joined(honoured));
            return;
        }
        switch (value) {
            case LayerSelector selector -> {
                node.set(name, selector instanceof LayerSelector.Labelled(var labels) ? of(labels) : NODES.nullNode());
                node.put("problem", selector instanceof LayerSelector.Invalid(String problem) ? problem : null);
            }
            case ObjectRef ref when Shape.isInlined(component) -> node.setAll(object(ref, component));
            case Record inlined when Shape.isInlined(component) -> node.setAll(of(inlined));
            case String json
            when Shape.isSelector(component) || isValueOfOne(record, component) -> node.set(name, selector(json));
            case null, default -> node.set(name, of(value, component));
        }
    }

    private static boolean isValueOfOne(Record record, RecordComponent component) {
        return record instanceof Change change
                && change.isOfSelector()
                && !component.getName().equals("field");
    }

    private static JsonNode of(@Nullable Object value, RecordComponent in) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.textNode(text);
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Instant time -> NODES.textNode(time.toString());
            case Duration time -> NODES.numberNode(time.toMillis());
            case Enum<?> constant -> NODES.textNode(Words.of(constant));
            case Cause cause -> NODES.textNode(cause.describe());
            case Order.Target target -> NODES.textNode(target.display());
            case Order.Action action -> NODES.textNode(action.display());
            case Optional<?> some -> of(some.orElse(null), in);
            case OptionalLong some -> some.isPresent() ? NODES.numberNode(some.getAsLong()) : NODES.nullNode();
            case ObjectRef ref -> object(ref, in);
            case Record record -> of(record);
            case Map<?, ?> map -> map(map, in);
            case Collection<?> several -> {
                ArrayNode node = NODES.arrayNode();
                several.forEach(each -> node.add(of(each, in)));
                yield node;
            }
            default -> throw new IllegalArgumentException("no answer holds a " + value.getClass());
        };
    }

    private static ObjectNode map(Map<?, ?> map, RecordComponent in) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, each) -> node.set(
                key instanceof Enum<?> constant ? Words.of(constant) : String.valueOf(key),
                each instanceof String json && Shape.isSelector(in) ? selector(json) : of(each, in)));
        return node;
    }

    private static ObjectNode record(TopicRecord.Value<?> record) {
        return of(record.value())
                .put("record", record.at().describe())
                .put("recordedAt", record.time().toString());
    }

    private static ObjectNode object(ObjectRef ref, RecordComponent in) {
        return NODES.objectNode()
                .put("cluster", ref.cluster())
                .put("kind", Shape.kind(in).display())
                .put("namespace", ref.namespace())
                .put("name", ref.name());
    }

    /** One that is observed need not be one, and is shown as it is. */
    private static JsonNode selector(String json) {
        try {
            JsonNode selector = SELECTORS.readTree(json);
            return selector.isMissingNode() ? NODES.textNode(json) : selector;
        } catch (JsonProcessingException e) {
            return NODES.textNode(json);
        }
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // answers of one command are in its package
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
