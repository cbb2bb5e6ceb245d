/** A broker and a fleet inside the JVM. */
@NullMarked
package io.credstream.sandbox;

import org.jspecify.annotations.NullMarked;
