/** What operators see: health, log keys and metrics, each name declared once. */
@NullMarked
package io.credstream.observe;

import org.jspecify.annotations.NullMarked;
