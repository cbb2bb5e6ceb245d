package io.credstream.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that a record has where it is stored, if the record has moved or was renamed since. A schema names its types in full, and what
 * was stored is found by its schema: so such a record keeps the name under which older builds wrote it, and read it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoredAs {

    /** The full name, with the package. */
    String value();
}
