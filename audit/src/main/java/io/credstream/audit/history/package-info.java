/**
 * How things came to be. {@link io.credstream.audit.history.Entries} are the records of some objects with what each changed,
 * {@link io.credstream.audit.history.ManifestHistory} links those of a Manifest to what was decided and written, one
 * {@link io.credstream.audit.history.Chain} per change, and {@link io.credstream.audit.history.Reach} is what a change came to.
 */
@NullMarked
package io.credstream.audit.history;

import org.jspecify.annotations.NullMarked;
