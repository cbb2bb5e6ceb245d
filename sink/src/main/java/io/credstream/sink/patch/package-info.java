/** From a decision to the JSON Patch that carries it out. */
@NullMarked
package io.credstream.sink.patch;

import org.jspecify.annotations.NullMarked;
