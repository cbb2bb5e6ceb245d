package io.credstream.avro;

import io.credstream.model.StoredAs;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Derives the Avro schema of a Java record, so that the model is declared once.
 *
 * <p>Records become Avro records, sealed interfaces unions of what they permit, {@code @Nullable} components unions with null.
 * Whatever may be missing in an older record has a default (null, or empty for lists and maps), so adding such a component
 * is a compatible change.
 */
final class RecordSchema {

    private static final Object NO_DEFAULT = new Object();

    private final Map<Class<?>, Schema> named = new HashMap<>();

    private RecordSchema() {}

    /** The schema of a record, and the classes behind its named types by their Avro full name. */
    record Derived(Schema schema, Map<String, Class<?>> classes) {}

    static Derived of(Class<? extends Record> type) {
        RecordSchema derivation = new RecordSchema();
        Schema schema = derivation.schemaOf(type);
        Map<String, Class<?>> classes = new HashMap<>();
        derivation.named.forEach((c, s) -> classes.put(s.getFullName(), c));
        return new Derived(schema, Map.copyOf(classes));
    }

    private Schema schemaOf(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof Class<?> simple) {
            return schemaOf(simple);
        }
        if (type instanceof ParameterizedType parameterized) {
            AnnotatedType[] arguments = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return Schema.createArray(schemaOf(arguments[0]));
            }
            if (parameterized.getRawType() == Map.class && arguments[0].getType() == String.class) {
                return Schema.createMap(schemaOf(arguments[1]));
            }
        }
        throw new IllegalArgumentException("no Avro schema for " + type);
    }

    private Schema schemaOf(Class<?> type) {
        if (type == String.class) {
            return Schema.create(Schema.Type.STRING);
        } else if (type == long.class) {
            return Schema.create(Schema.Type.LONG);
        } else if (type == int.class || type == Integer.class) {
            return Schema.create(Schema.Type.INT);
        } else if (type == boolean.class) {
            return Schema.create(Schema.Type.BOOLEAN);
        } else if (type == Instant.class) {
            return LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        } else if (named.containsKey(type)) {
            return named.get(type);
        } else if (type.isEnum()) {
            return name(type, Schema.createEnum(name(type), null, namespace(type), symbols(type)));
        } else if (type.isSealed()) {
            return Schema.createUnion(Arrays.stream(type.getPermittedSubclasses())
                    .map(this::schemaOf)
                    .toList());
        } else if (type.isRecord()) {
            return recordSchema(type);
        }
        throw new IllegalArgumentException("no Avro schema for " + type);
    }

    private Schema recordSchema(Class<?> type) {
        Schema schema = name(type, Schema.createRecord(name(type), null, namespace(type), false));
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        schema.setFields(fields);
        return schema;
    }

    private Schema.Field field(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        Schema schema = schemaOf(type);
        if (type.isAnnotationPresent(Nullable.class)) {
            List<Schema> alternatives = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
            alternatives.addAll(schema.isUnion() ? schema.getTypes() : List.of(schema));
            return new Schema.Field(
                    component.getName(), Schema.createUnion(alternatives), null, JsonProperties.NULL_VALUE);
        }
        Object missing = switch (schema.getType()) {
            case ARRAY -> List.of();
            case MAP -> Map.of();
            default -> NO_DEFAULT;
        };
        return missing == NO_DEFAULT
                ? new Schema.Field(component.getName(), schema)
                : new Schema.Field(component.getName(), schema, null, missing);
    }

    private Schema name(Class<?> type, Schema schema) {
        named.put(type, schema);
        return schema;
    }

    /** The simple name of a type where it is stored. */
    static String name(Class<?> type) {
        StoredAs before = type.getAnnotation(StoredAs.class);
        return before == null
                ? type.getSimpleName()
                : before.value().substring(before.value().lastIndexOf('.') + 1);
    }

    /** Nested types live in the namespace of the type around them, so that {@code Cause.Request} keeps its name. */
    private static String namespace(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        if (around != null) {
            return namespace(around) + "." + name(around);
        }
        StoredAs before = type.getAnnotation(StoredAs.class);
        return before == null
                ? type.getPackageName()
                : before.value().substring(0, before.value().lastIndexOf('.'));
    }

    private static List<String> symbols(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }
}
