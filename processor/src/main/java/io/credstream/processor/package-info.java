/** From records to decisions. */
@NullMarked
package io.credstream.processor;

import org.jspecify.annotations.NullMarked;
