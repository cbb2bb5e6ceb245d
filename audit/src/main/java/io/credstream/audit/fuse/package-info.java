/** What fuses hold. */
@NullMarked
package io.credstream.audit.fuse;

import org.jspecify.annotations.NullMarked;
