/** From decisions to patches. */
@NullMarked
package io.credstream.sink;

import org.jspecify.annotations.NullMarked;
