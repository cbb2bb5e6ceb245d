/** The product against real API servers, and in company of those who write into the same objects. */
@NullMarked
package io.credstream.kubernetes;

import org.jspecify.annotations.NullMarked;
