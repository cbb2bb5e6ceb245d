/** The guided scenario. */
@NullMarked
package io.credstream.demo;

import org.jspecify.annotations.NullMarked;
