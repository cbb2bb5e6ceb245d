/** What is observed and decided, as immutable values. */
@NullMarked
package io.credstream.model;

import org.jspecify.annotations.NullMarked;
