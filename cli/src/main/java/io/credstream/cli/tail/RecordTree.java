package io.credstream.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.ObjectRef;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the model as a tree: every component under its name, in order. Objects and causes are in a line, as everywhere
 * else; what is one of several kinds says first which.
 */
final class RecordTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordTree() {}

    static JsonNode of(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Cause cause -> NODES.textNode(cause.describe());
            case ObjectRef ref -> NODES.textNode(ref.key());
            case Record record -> ofComponents(record);
            case Map<?, ?> map -> {
                ObjectNode node = NODES.objectNode();
                map.forEach((key, each) -> node.set(String.valueOf(key), of(each)));
                yield node;
            }
            case Collection<?> several -> {
                ArrayNode node = NODES.arrayNode();
                several.forEach(each -> node.add(of(each)));
                yield node;
            }
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            default -> NODES.textNode(value.toString());
        };
    }

    private static ObjectNode ofComponents(Record record) {
        ObjectNode node = NODES.objectNode();
        if (isOneOfSeveral(record.getClass())) {
            node.put("type", record.getClass().getSimpleName());
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            node.set(component.getName(), of(read(component, record)));
        }
        return node;
    }

    private static boolean isOneOfSeveral(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // Records of the model are public.
        }
    }
}
