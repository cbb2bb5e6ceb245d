/** The images as operators deploy them, on a Docker engine. */
@NullMarked
package io.credstream.docker;

import org.jspecify.annotations.NullMarked;
