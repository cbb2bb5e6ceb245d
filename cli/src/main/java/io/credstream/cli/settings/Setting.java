package io.credstream.cli.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a component of a record a setting. Components that are records themselves bring theirs along. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What it does, in a sentence. */
    String value();

    /** What holds where nothing is said, as one would write it; without one the setting has to be given, or is optional. */
    String fallback() default "";

    /** Whether nothing may be said; the component is then {@code null}. */
    boolean optional() default false;

    /** The least value of a number. */
    long min() default 1;
}
