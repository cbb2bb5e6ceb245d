/** From watch events to records. */
@NullMarked
package io.credstream.ingest;

import org.jspecify.annotations.NullMarked;
