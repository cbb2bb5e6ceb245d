package io.credstream.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The package that a record's stored form names, where the record has moved since. A schema names its types in full, and what was stored
 * is found by its schema: so a record that moves keeps the name under which older builds wrote it, and read it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoredIn {

    /** The name of the package. */
    String value();
}
