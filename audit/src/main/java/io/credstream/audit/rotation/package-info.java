/** Whether a rotated secret has arrived, whether the old one may go, and where a leaked one is. */
@NullMarked
package io.credstream.audit.rotation;

import org.jspecify.annotations.NullMarked;
