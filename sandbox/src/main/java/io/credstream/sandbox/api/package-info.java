/** API servers inside the JVM, all on one event loop: how to reach them, what is asked of them, and what goes wrong. */
@NullMarked
package io.credstream.sandbox.api;

import org.jspecify.annotations.NullMarked;
