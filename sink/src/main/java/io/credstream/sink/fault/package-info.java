/** How far something unexpected reaches. */
@NullMarked
package io.credstream.sink.fault;

import org.jspecify.annotations.NullMarked;
