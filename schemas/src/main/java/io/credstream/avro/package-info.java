/** Avro encoding of the model: schemas derived from the records, frozen versions of them, and one serde for all. */
@NullMarked
package io.credstream.avro;

import org.jspecify.annotations.NullMarked;
