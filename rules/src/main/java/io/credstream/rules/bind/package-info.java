/** Which credentials the selectors of templates match, and what they amount to: {@link io.credstream.rules.bind.Bindings}. */
@NullMarked
package io.credstream.rules.bind;

import org.jspecify.annotations.NullMarked;
