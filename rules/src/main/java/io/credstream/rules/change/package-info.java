/** Which changes a decision follows from, and which of them contribute no longer (R21). */
@NullMarked
package io.credstream.rules.change;

import org.jspecify.annotations.NullMarked;
