/**
 * {@code credstream check}: what Credstream would make of some files, without a cluster and without a broker. Everything is decided
 * by the projections of ingest and the domain of the processor; this package explains what they say.
 */
@NullMarked
package io.credstream.cli.check;

import org.jspecify.annotations.NullMarked;
