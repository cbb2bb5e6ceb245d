/** {@code credstream rotation} and {@code credstream leak}: where a secret has arrived, and where it still is. */
@NullMarked
package io.credstream.cli.rotation;

import org.jspecify.annotations.NullMarked;
