package io.credstream.avro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DatumReader;
import org.jspecify.annotations.Nullable;

/**
 * Lets Avro's generic readers and writers work on Java records directly, which its reflect package does not know.
 *
 * <p>Reading goes through the canonical constructors, so a value that was read is as valid as one that was made here.
 */
final class RecordData extends GenericData {

    private static final int ROOM = 64;

    private final Map<String, Class<?>> classes;
    private final Map<Class<?>, Schema> schemas = new HashMap<>();
    private final Map<Class<?>, RecordShape> shapes = new HashMap<>();

    RecordData(RecordSchema.Derived derived) {
        this.classes = derived.classes();
        setFastReaderEnabled(false); // it bypasses the reader's readRecord, where the constructors are called
        addLogicalTypeConversion(new BoundedTime());
        collect(derived.schema());
    }

    /** A named type's class; throws if the schema has a type that the model does not know. */
    Class<?> classOf(Schema schema) {
        Class<?> type = classes.get(schema.getFullName());
        if (type == null) {
            throw new AvroRuntimeException("no class for " + schema.getFullName());
        }
        return type;
    }

    Object newInstance(Schema schema, @Nullable Object[] components) {
        return shape(classOf(schema)).newInstance(components);
    }

    @Override
    public DatumReader<?> createDatumReader(Schema writer, Schema reader) {
        return new RecordReader(writer, reader, this);
    }

    @Override
    protected boolean isRecord(@Nullable Object datum) {
        return datum instanceof java.lang.Record; // not Avro's own
    }

    @Override
    protected Schema getRecordSchema(Object record) {
        return schemaOf(record.getClass());
    }

    @Override
    protected boolean isEnum(@Nullable Object datum) {
        return datum instanceof Enum<?>;
    }

    @Override
    protected Schema getEnumSchema(Object constant) {
        return schemaOf(((Enum<?>) constant).getDeclaringClass());
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Object createEnum(String symbol, Schema schema) {
        return Enum.valueOf((Class<Enum>) classOf(schema), symbol);
    }

    @Override
    public Object newArray(@Nullable Object old, int size, Schema schema) {
        return new ArrayList<>(Math.min(size, ROOM)); // what a record claims; it grows with what is there
    }

    @Override
    public Object newMap(@Nullable Object old, int size) {
        return new HashMap<>();
    }

    @Override
    public @Nullable Object getField(Object record, String name, int position) {
        return shape(record.getClass()).get(record, position);
    }

    private Schema schemaOf(Class<?> type) {
        Schema schema = schemas.get(type);
        if (schema == null) {
            throw new AvroRuntimeException("no schema for " + type);
        }
        return schema;
    }

    private RecordShape shape(Class<?> type) {
        RecordShape shape = shapes.get(type);
        if (shape == null) {
            throw new AvroRuntimeException("not a record of the model: " + type);
        }
        return shape;
    }

    private void collect(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (schemas.putIfAbsent(classOf(schema), schema) == null) {
                    shapes.put(classOf(schema), RecordShape.of(classOf(schema)));
                    schema.getFields().forEach(field -> collect(field.schema()));
                }
            }
            case ENUM -> schemas.put(classOf(schema), schema);
            case ARRAY -> collect(schema.getElementType());
            case MAP -> collect(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::collect);
            default -> {}
        }
    }

    /** Times with which one can calculate: far from the ends of what Java can hold, beyond any that makes sense. */
    private static final class BoundedTime extends TimeConversions.TimestampMillisConversion {

        private static final long LATEST =
                Instant.parse("+999999-12-31T23:59:59Z").toEpochMilli();

        @Override
        public Instant fromLong(Long millis, Schema schema, LogicalType logical) {
            if (millis < -LATEST || millis > LATEST) {
                throw new AvroRuntimeException("a time beyond all times");
            }
            return super.fromLong(millis, schema, logical);
        }
    }

    /** A record's components in order, which is also the order of the schema's fields, and its canonical constructor. */
    private record RecordShape(List<MethodHandle> components, MethodHandle constructor) {

        static RecordShape of(Class<?> type) {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                RecordComponent[] components = type.getRecordComponents();
                MethodHandle[] getters = new MethodHandle[components.length];
                for (int i = 0; i < components.length; i++) {
                    getters[i] = lookup.unreflect(components[i].getAccessor())
                            .asType(MethodType.methodType(Object.class, Object.class));
                }
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                        .asSpreader(Object[].class, types.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
                return new RecordShape(List.of(getters), constructor);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(type + " must be a public record", e);
            }
        }

        @Nullable
        Object get(Object record, int position) {
            try {
                return components.get(position).invokeExact(record);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AvroRuntimeException("accessor failed", e);
            }
        }

        Object newInstance(@Nullable Object[] values) {
            try {
                return constructor.invokeExact(values);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AvroRuntimeException("not a valid record", e);
            }
        }
    }
}
