/**
 * The rules R1–R18 as cases of YAML: objects of a fleet in, what Credstream makes of them out. A new case is two files and no
 * Java; {@code golden/README.md} says how they are written.
 */
@NullMarked
package io.credstream.golden;

import org.jspecify.annotations.NullMarked;
