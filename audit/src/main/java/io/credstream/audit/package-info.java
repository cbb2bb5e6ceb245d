/**
 * What follows from the log. {@link io.credstream.audit.Facts} are what it says, {@link io.credstream.audit.Fleet} is what the
 * processor's own code makes of them; everything else asks these two. Nothing here reads, writes or prints.
 */
@NullMarked
package io.credstream.audit;

import org.jspecify.annotations.NullMarked;
