package io.credstream.avro;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Valid records of the model, at random: the constructors say what is valid. */
final class RandomRecords {

    private static final List<String> TEXTS =
            List.of("kcp-eu", "1", "8812", "kcp-system", "reg.example/modules", "", "v1beta2", "passwort-ü", "\uFFFD");
    private static final int ATTEMPTS = 1000;

    private final RandomGenerator random;

    RandomRecords(RandomGenerator random) {
        this.random = random;
    }

    <T extends Record> T next(Class<T> type) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return type.cast(construct(type));
            } catch (ReflectiveOperationException e) {
                // Not a valid combination.
            }
        }
        throw new AssertionError("no valid " + type);
    }

    private Object construct(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0
                    ? null
                    : value(components[i].getGenericType());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private Object value(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType parameterized) {
            Type last = parameterized.getActualTypeArguments()[parameterized.getActualTypeArguments().length - 1];
            if (parameterized.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                for (int left = random.nextInt(3); left > 0; left--) {
                    list.add(value(last));
                }
                return list;
            }
            Map<String, Object> map = new HashMap<>();
            for (int left = random.nextInt(3); left > 0; left--) {
                map.put("k" + left, value(last));
            }
            return map;
        }
        Class<?> simple = (Class<?>) type;
        if (simple == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (simple == int.class || simple == Integer.class) {
            return random.nextInt(200);
        } else if (simple == long.class) {
            return random.nextLong(100_000);
        } else if (simple == boolean.class) {
            return random.nextBoolean();
        } else if (simple == Instant.class) {
            return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
        } else if (simple.isEnum()) {
            return simple.getEnumConstants()[random.nextInt(simple.getEnumConstants().length)];
        } else if (simple.isSealed()) {
            Class<?>[] permitted = simple.getPermittedSubclasses();
            return value(permitted[random.nextInt(permitted.length)]);
        }
        return next(simple.asSubclass(Record.class));
    }
}
