/** What may know what. */
@NullMarked
package io.credstream.architecture;

import org.jspecify.annotations.NullMarked;
