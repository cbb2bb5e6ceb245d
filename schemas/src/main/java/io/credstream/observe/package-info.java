/** What operators see: health, log keys and metrics, each name declared once, and which text is fit to be shown. */
@NullMarked
package io.credstream.observe;

import org.jspecify.annotations.NullMarked;
