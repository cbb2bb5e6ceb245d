package io.credstream.avro;

import java.io.Serial;
import org.apache.kafka.common.errors.SerializationException;

/** A value was written with a schema that this build does not know. Its text holds nothing of the value. */
public final class UnknownSchemaException extends SerializationException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnknownSchemaException(Class<?> type) {
        super("a " + type.getSimpleName() + " in a schema that this build does not know");
    }
}
