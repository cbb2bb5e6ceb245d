/**
 * The rules as cases of YAML: objects of a fleet in, what Credstream makes of them out. A new case is two files and no Java;
 * {@code golden/README.md} says how they are written. Modules above run the cases that need what they have.
 */
@NullMarked
package io.credstream.golden;

import org.jspecify.annotations.NullMarked;
