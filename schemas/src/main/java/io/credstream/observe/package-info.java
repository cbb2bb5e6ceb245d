/** Names that operators see: log keys and metric names, each declared once. */
@NullMarked
package io.credstream.observe;

import org.jspecify.annotations.NullMarked;
